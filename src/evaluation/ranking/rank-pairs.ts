import { RunCancelledError } from '../../errors.js';
import { WorkerPool } from '../../kernels/worker-pool.js';
import { checkRankingInput } from './check-ranking-input.js';
import { countCandidates } from './count-candidates.js';
import { loadRows, pairsByUser } from './pair-rows.js';
import { LEFT_OUT, packProductBlocks } from '../product-blocks.js';
import type { RankCounts, RankPairsOptions } from './rank-options.js';
import type { RankJob } from './ranker.js';
import { Rounder } from './rounder.js';
import { allocateRanking, ROWS_PER_CALL, type RankingMemory } from './ranking-memory.js';

/** Jobs per thread and block: enough for a thread that is slower than the others to do less. */
const JOBS_PER_THREAD = 4;

export type { RankCounts, RankPairsOptions };

/**
 * Ranks the product of each pair among the products that its user does not own, the pair's product itself
 * excepted: exactly, against all of them. Scores are computed in blocks on worker threads and compared at
 * once; they are never kept. The result does not depend on `threads`.
 *
 * @throws InputDataError when inputs do not fit each other or a vector is not finite.
 * @throws RunCancelledError when `signal` is aborted.
 */
export async function rankPairs(options: RankPairsOptions): Promise<RankCounts> {
  checkRankingInput(options);
  const numPairs = options.pairs.userIndex.length;
  const counts: RankCounts = {
    below: [new Uint32Array(numPairs), new Uint32Array(numPairs)],
    tied: [new Uint32Array(numPairs), new Uint32Array(numPairs)],
    candidates: countCandidates(options),
  };
  if (numPairs === 0) return counts;
  const threads = Math.min(options.threads, Math.ceil(numPairs / ROWS_PER_CALL));
  const memory = allocateRanking(options, threads);
  const pool = new WorkerPool<RankJob, undefined>({
    script: 'rank-worker',
    importerUrl: import.meta.url,
    setup: memory,
    threads,
    signal: options.signal,
  });
  try {
    await new Ranking(options, memory, pool, threads).run(counts);
  } finally {
    await pool.close();
  }
  return counts;
}

class Ranking {
  private readonly rounder: Rounder | undefined;
  private scannedProducts = 0;

  constructor(
    private readonly options: RankPairsOptions,
    private readonly memory: RankingMemory,
    private readonly pool: WorkerPool<RankJob, undefined>,
    private readonly threads: number,
  ) {
    this.rounder = memory.screening && new Rounder(memory, memory.screening);
  }

  /** Takes the pairs in blocks that fit in memory; each block scans the products twice. */
  async run(counts: RankCounts): Promise<void> {
    const { pairs, users, groups } = this.options;
    const order = pairsByUser(pairs);
    for (let first = 0; first < order.length; first += this.memory.maxRows) {
      const positions = order.subarray(first, first + this.memory.maxRows);
      await loadRows(this.memory, pairs, positions, users);
      this.rounder?.roundRows(positions.length);
      await this.scan('threshold', this.ownProducts(positions), positions.length);
      await this.scan('count', groups, positions.length);
      this.collect(positions, counts);
    }
  }

  /** Groups for a scan of the products at `positions` alone. */
  private ownProducts(positions: Uint32Array): Uint8Array {
    const { products, pairs } = this.options;
    const groups = new Uint8Array(products.rows).fill(LEFT_OUT);
    for (const pair of positions) groups[pairs.productIndex[pair]!] = 0;
    return groups;
  }

  /** Runs one task on the products, packing a block while the one before is being worked on. */
  private async scan(task: RankJob['task'], groups: Uint8Array, numRows: number): Promise<void> {
    const { products, signal } = this.options;
    let running: Promise<void> = Promise.resolve();
    for await (const block of packProductBlocks(products, groups, this.memory.blocks)) {
      // While the block before is being worked on, as all that happens on this thread.
      const rounding = task === 'count' ? this.rounder?.roundBlock(block) : undefined;
      await running;
      if (signal?.aborted) throw new RunCancelledError('Cancelled.', { cause: signal.reason });
      running = this.runBlock({ task, block, rounding }, numRows);
      // Awaited one block later; a failure until then is not an unhandled one.
      running.catch(() => {});
    }
    await running;
  }

  private async runBlock(work: Omit<RankJob, 'begin' | 'end'>, numRows: number): Promise<void> {
    const calls = Math.ceil(numRows / ROWS_PER_CALL);
    const step = Math.ceil(calls / (JOBS_PER_THREAD * this.threads)) * ROWS_PER_CALL;
    const jobs: Promise<undefined>[] = [];
    for (let begin = 0; begin < numRows; begin += step) {
      const end = Math.min(numRows, begin + step);
      jobs.push(this.pool.run({ ...work, begin, end }));
    }
    await Promise.all(jobs);
    if (work.task === 'count') this.report(work.block.numProducts * numRows);
  }

  private report(scores: number): void {
    this.scannedProducts += scores / this.options.pairs.userIndex.length;
    this.options.onProgress?.(Math.round(this.scannedProducts));
  }

  private collect(positions: Uint32Array, { below, tied }: RankCounts): void {
    this.memory.counts.forEach((groupCounts, group) => {
      positions.forEach((pair, row) => {
        below[group]![pair] = groupCounts[2 * row]!;
        tied[group]![pair] = groupCounts[2 * row + 1]!;
      });
    });
  }
}
