import { InputDataError, RunCancelledError } from '../errors.js';
import type { ProductPairs } from './product-pairs.js';
import { dotProduct, squaredDistance } from './row-products.js';
import { rowsPerRead, type VectorTable } from './vector-table.js';

/** Two blocks of rows are in memory at once. */
const BLOCK_BYTES = 128 * 2 ** 20;

/**
 * How two rows make a score; a cosine with a row of zeros is 0. `affinity` is the cosine of all columns but the last,
 * plus the last of both.
 */
export type PairSimilarity = 'cosine' | 'dot' | 'negative-distance' | 'affinity';

export interface ScorePairsOptions {
  /** Row = product index; read in blocks, never whole. */
  readonly table: VectorTable;
  readonly pairs: ProductPairs;
  readonly similarity: PairSimilarity;
  /** Memory of a block of rows. @default 128 MiB */
  readonly blockBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of pairs done. */
  readonly onProgress?: ((pairsDone: number) => void) | undefined;
}

interface Block {
  readonly first: number;
  readonly rows: Float32Array;
}

/**
 * The similarity of each pair of rows, in double precision. A table larger than a block is read once for
 * each block whose rows meet others in a pair: K blocks make K (K + 1) / 2 reads.
 *
 * @throws InputDataError when a row is not finite.
 * @throws RunCancelledError when `signal` is aborted.
 */
export async function scorePairs(options: ScorePairsOptions): Promise<Float64Array> {
  const { pairs, onProgress } = options;
  const scorer = new PairScorer(options);
  const { starts, order } = scorer.pairsByTile();
  const scores = new Float64Array(pairs.first.length);
  for (let low = 0, tile = 0; low < scorer.numBlocks; low++) {
    let lowBlock: Block | undefined;
    for (let high = 0; high < scorer.numBlocks; high++, tile++) {
      const positions = order.subarray(starts[tile], starts[tile + 1]);
      if (positions.length === 0) continue;
      lowBlock ??= await scorer.read(low);
      const highBlock = high === low ? lowBlock : await scorer.read(high);
      for (const pair of positions) scores[pair] = scorer.score(pair, lowBlock, highBlock);
      onProgress?.(starts[tile + 1]!);
    }
  }
  return scores;
}

class PairScorer {
  readonly numBlocks: number;
  private readonly rowsPerBlock: number;
  /** Columns that are multiplied. */
  private readonly numFactors: number;
  /** Of the rows that were read. */
  private readonly norms: Float64Array;

  constructor(private readonly options: ScorePairsOptions) {
    const { table, blockBytes, similarity } = options;
    this.numFactors = similarity === 'affinity' ? table.dim - 1 : table.dim;
    this.rowsPerBlock = rowsPerRead(table, blockBytes ?? BLOCK_BYTES);
    this.numBlocks = Math.ceil(table.rows / this.rowsPerBlock);
    this.norms = new Float64Array(table.rows).fill(NaN);
  }

  /** Positions of the pairs, grouped by (block of the lower row, block of the higher one). */
  pairsByTile(): { starts: Uint32Array; order: Uint32Array } {
    const { first, second } = this.options.pairs;
    const tiles = first.map((a, pair) => {
      const b = second[pair]!;
      return this.blockOf(Math.min(a, b)) * this.numBlocks + this.blockOf(Math.max(a, b));
    });
    const starts = new Uint32Array(this.numBlocks ** 2 + 1);
    for (const tile of tiles) starts[tile + 1]!++;
    for (let tile = 0; tile < this.numBlocks ** 2; tile++) starts[tile + 1]! += starts[tile]!;
    const next = starts.slice();
    const order = new Uint32Array(first.length);
    tiles.forEach((tile, pair) => (order[next[tile]!++] = pair));
    return { starts, order };
  }

  async read(block: number): Promise<Block> {
    const { table, signal } = this.options;
    if (signal?.aborted) throw new RunCancelledError('Cancelled.', { cause: signal.reason });
    const first = block * this.rowsPerBlock;
    const numRows = Math.min(this.rowsPerBlock, table.rows - first);
    const rows = await table.read(first, numRows);
    if (Number.isNaN(this.norms[first])) this.measureNorms(first, rows);
    return { first, rows };
  }

  private measureNorms(first: number, rows: Float32Array): void {
    const { dim } = this.options.table;
    for (let at = 0; at < rows.length; at += dim) {
      this.norms[first + at / dim] = Math.sqrt(dotProduct(rows, at, rows, at, this.numFactors));
    }
  }

  /** The score of the pair whose lower row is in `low` and whose higher one in `high`. */
  score(pair: number, low: Block, high: Block): number {
    const { table, pairs, similarity } = this.options;
    const { dim } = table;
    const product = similarity === 'negative-distance' ? squaredDistance : dotProduct;
    const a = Math.min(pairs.first[pair]!, pairs.second[pair]!);
    const b = Math.max(pairs.first[pair]!, pairs.second[pair]!);
    const [from, to] = [(a - low.first) * dim, (b - high.first) * dim];
    const sum = product(low.rows, from, high.rows, to, this.numFactors);
    if (!Number.isFinite(sum)) throw this.notFinite(Number.isFinite(this.norms[a]) ? b : a);
    const score = this.finish(sum, a, b);
    if (similarity !== 'affinity') return score;
    const [lastOfA, lastOfB] = [low.rows[from + dim - 1]!, high.rows[to + dim - 1]!];
    if (!Number.isFinite(lastOfA + lastOfB)) throw this.notFinite(Number.isFinite(lastOfA) ? b : a);
    return score + lastOfA + lastOfB;
  }

  private finish(sum: number, a: number, b: number): number {
    switch (this.options.similarity) {
      case 'dot':
        return sum;
      case 'negative-distance':
        return -sum;
      case 'cosine':
      case 'affinity':
        return sum === 0 ? 0 : sum / (this.norms[a]! * this.norms[b]!);
    }
  }

  private blockOf(row: number): number {
    return Math.floor(row / this.rowsPerBlock);
  }

  private notFinite(row: number): InputDataError {
    return new InputDataError(`The vector of product index ${row} is not finite.`, {
      code: 'VECTOR_NOT_FINITE',
    });
  }
}
