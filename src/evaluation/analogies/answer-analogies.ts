import { nearestProducts, NO_PRODUCT } from '../nearest/nearest-products.js';
import { normalizedTable } from '../normalize.js';
import { selectRows } from '../select-rows.js';
import { memoryTable } from '../vector-table.js';
import { analogyVectors, type AnalogySpace } from './analogy-space.js';
import type { AnalogyQueries, UserProducts } from './sample-analogies.js';

export interface AnswerAnalogiesOptions {
  readonly space: AnalogySpace;
  readonly queries: AnalogyQueries;
  /** P: products that may be found, by ascending index. */
  readonly candidates: Uint32Array;
  /** Candidates that a query may not find, ascending: those of query q are at offsets[q] .. offsets[q + 1] - 1. */
  readonly excluded: UserProducts;
  readonly k: number;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((productsDone: number) => void) | undefined;
}

/**
 * The `k` candidates nearest by cosine to X_p1 - X_u1 + X_u2, best first: product indices, [queries, k],
 * `NO_PRODUCT` where there are fewer.
 *
 * @throws InputDataError when a vector is not finite.
 * @throws RunCancelledError when `signal` is aborted.
 */
export async function answerAnalogies(options: AnswerAnalogiesOptions): Promise<Uint32Array> {
  const { space, queries, candidates, excluded, k, threads, signal, onProgress } = options;
  const products = normalizedTable(memoryTable(space.products, space.dim));
  const position = new Uint32Array(products.rows).fill(NO_PRODUCT);
  candidates.forEach((product, i) => (position[product] = i));
  const { products: found } = await nearestProducts({
    vectors: analogyVectors(space, queries),
    dim: space.dim,
    k,
    excluded: { ...excluded, products: excluded.products.map((product) => position[product]!) },
    products: selectRows(products, candidates),
    threads,
    signal,
    onProgress,
  });
  return found.map((i) => (i === NO_PRODUCT ? NO_PRODUCT : candidates[i]!));
}
