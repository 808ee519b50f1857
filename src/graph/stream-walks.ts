import { UsageError } from '../errors.js';
import { WorkerPool } from '../kernels/worker-pool.js';
import type { WalkPlan } from './walk-plan.js';
import type { WalkJob } from './walk-worker.js';
import { allocateWalkers } from './walker.js';

/** Chunks under way per thread, the one that the consumer has included. */
const CHUNKS_PER_THREAD = 3;

/** A place in the stream: the chunk that comes next. */
export interface WalkCursor {
  readonly epoch: number;
  readonly chunkIndex: number;
}

export interface WalkChunk extends WalkCursor {
  readonly numWalks: number;
  /** Node indices [numWalks, walkLength]; written over once the consumer asks for the next chunk. */
  readonly nodes: Uint32Array<SharedArrayBuffer>;
  readonly lastOfEpoch: boolean;
}

export interface StreamWalksOptions {
  /** Epochs in all, those before `from` included. */
  readonly numEpochs: number;
  /** @default the beginning */
  readonly from?: WalkCursor;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the chunks of `plan` on worker threads and yields them in order, a bounded number ahead of the
 * consumer. Their memory is shared with the threads and goes round: a chunk is the consumer's until it asks for the
 * next one. The walks do not depend on `threads`, and from a cursor on they are those of the whole stream. The
 * threads end with the generator, however it ends.
 *
 * @throws UsageError for a cursor or a number of threads that cannot be.
 * @throws RunCancelledError when `signal` is aborted.
 */
export async function* streamWalks(
  plan: WalkPlan,
  options: StreamWalksOptions,
): AsyncGenerator<WalkChunk, void, undefined> {
  checkOptions(options);
  const { threads, signal } = options;
  const numSlots = CHUNKS_PER_THREAD * threads;
  const memory = allocateWalkers(plan, threads, numSlots);
  const pool = new WorkerPool<WalkJob, number>({
    script: 'walk-worker',
    importerUrl: import.meta.url,
    setup: memory,
    threads,
    signal,
  });
  const ahead: Promise<WalkChunk>[] = [];
  let started = 0;
  const start = (cursor: WalkCursor): void => {
    const slot = started++ % numSlots;
    const nodes = memory.slots[slot]!;
    const chunk = pool
      .run({ ...cursor, slot })
      .then((numWalks) =>
        describeChunk(plan, cursor, nodes.subarray(0, numWalks * plan.walkLength)),
      );
    // Reported when its turn comes; until then its failure is not an unhandled one.
    chunk.catch(() => {});
    ahead.push(chunk);
  };
  try {
    for (const cursor of cursorsFrom(plan, options)) {
      start(cursor);
      // When this goes on, the consumer has done with its chunk, whose slot is the next one's.
      if (ahead.length === numSlots) yield await ahead.shift()!;
    }
    while (ahead.length > 0) yield await ahead.shift()!;
  } finally {
    await pool.close();
  }
}

function describeChunk(
  plan: WalkPlan,
  { epoch, chunkIndex }: WalkCursor,
  nodes: Uint32Array<SharedArrayBuffer>,
): WalkChunk {
  const numWalks = nodes.length / plan.walkLength;
  const lastOfEpoch = chunkIndex === plan.chunksPerEpoch - 1;
  return { epoch, chunkIndex, numWalks, nodes, lastOfEpoch };
}

function checkOptions({ threads, numEpochs, from }: StreamWalksOptions): void {
  const counts = { threads, numEpochs, ...from };
  for (const [name, value] of Object.entries(counts)) {
    if (Number.isSafeInteger(value) && value >= (name === 'threads' ? 1 : 0)) continue;
    throw new UsageError(`${name} is ${value}, but it must be a whole number.`);
  }
}

/** A cursor just past the end of an epoch means the start of the next. */
function* cursorsFrom(plan: WalkPlan, options: StreamWalksOptions): Generator<WalkCursor> {
  const { chunksPerEpoch } = plan;
  const { epoch, chunkIndex } = options.from ?? { epoch: 0, chunkIndex: 0 };
  let next = epoch * chunksPerEpoch + chunkIndex;
  for (; next < options.numEpochs * chunksPerEpoch; next++) {
    yield { epoch: Math.floor(next / chunksPerEpoch), chunkIndex: next % chunksPerEpoch };
  }
}
