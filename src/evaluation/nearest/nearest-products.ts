import { InputDataError, RunCancelledError } from '../../errors.js';
import { TILE_ROWS } from '../../kernels/layout.js';
import { WorkerPool } from '../../kernels/worker-pool.js';
import { packProductBlocks } from '../product-blocks.js';
import type { VectorTable } from '../vector-table.js';
import {
  allocateNearest,
  NO_PRODUCT,
  type NearestMemory,
  type NearestQueries,
} from './nearest-memory.js';
import type { SearchJob } from './searcher.js';

export { NO_PRODUCT };

export interface NearestProductsOptions extends NearestQueries {
  /** Read in blocks, never whole. */
  readonly products: VectorTable;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with how many of `products.rows` are done. */
  readonly onProgress?: ((productsDone: number) => void) | undefined;
}

/** What was found, [queries, k], best first. */
export interface Nearest {
  /** `NO_PRODUCT` where there are fewer than `k`. */
  readonly products: Uint32Array;
  /** Dot products with the query; -Infinity where there is no product. */
  readonly scores: Float32Array;
}

/** Jobs per thread and block: enough for a thread that is slower than the others to do less. */
const JOBS_PER_THREAD = 4;

/**
 * The `k` products with the highest dot products for each of many queries, equal ones by product index. Exact,
 * against all products that are not excluded; other scores are never kept. The result does not depend on `threads`.
 *
 * @throws SetupError for fused multiply-add that is not to be had here.
 * @throws InputDataError when dimensions differ or a vector is not finite.
 * @throws RunCancelledError when `signal` is aborted.
 */
export async function nearestProducts(options: NearestProductsOptions): Promise<Nearest> {
  const { products, dim } = options;
  if (dim !== products.dim) {
    throw new InputDataError(`Queries have ${dim} dimensions, product vectors ${products.dim}.`);
  }
  const numQueries = options.vectors.length / dim;
  const threads = Math.max(1, Math.min(options.threads, Math.ceil(numQueries / TILE_ROWS)));
  const memory = allocateNearest(options, products, threads);
  const pool = new WorkerPool<SearchJob, undefined>({
    script: 'search-worker',
    importerUrl: import.meta.url,
    setup: memory,
    threads,
    signal: options.signal,
  });
  try {
    await search(options, memory, pool, threads);
  } finally {
    await pool.close();
  }
  return {
    products: new Uint32Array(memory.bestProducts),
    scores: new Float32Array(memory.bestScores),
  };
}

/** Packs a block of products while the one before is being searched. */
async function search(
  { vectors, dim, products, signal, onProgress }: NearestProductsOptions,
  memory: NearestMemory,
  pool: WorkerPool<SearchJob, undefined>,
  threads: number,
): Promise<void> {
  const numQueries = vectors.length / dim;
  const step = TILE_ROWS * Math.ceil(numQueries / TILE_ROWS / (JOBS_PER_THREAD * threads));
  const oneGroup = new Uint8Array(products.rows);
  let running: Promise<unknown> = Promise.resolve();
  for await (const block of packProductBlocks(products, oneGroup, memory.blocks)) {
    await running;
    if (signal?.aborted) throw new RunCancelledError('Cancelled.', { cause: signal.reason });
    const jobs: Promise<undefined>[] = [];
    for (let begin = 0; begin < numQueries; begin += step) {
      jobs.push(pool.run({ block, begin, end: Math.min(numQueries, begin + step) }));
    }
    running = Promise.all(jobs).then(() => onProgress?.(block.firstProduct + block.numProducts));
    // Awaited one block later; a failure until then is not an unhandled one.
    running.catch(() => {});
  }
  await running;
}
