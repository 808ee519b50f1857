import { normalizeRows } from '../normalize.js';
import type { AnalogyQueries } from './sample-analogies.js';

/** The space that users and products share. */
export interface AnalogySpace {
  readonly dim: number;
  /** X_u, [users, dim] */
  readonly users: Float32Array;
  /** X_p, [products, dim] */
  readonly products: Float32Array;
}

/** X_p1 - X_u1 + X_u2 of each query, [queries, dim]. */
export function analogyVectors(
  { dim, users, products }: AnalogySpace,
  { firstUser, product, secondUser }: AnalogyQueries,
): Float32Array {
  const vectors = new Float32Array(product.length * dim);
  product.forEach((p1, query) => {
    for (let d = 0; d < dim; d++) {
      vectors[query * dim + d] =
        products[p1 * dim + d]! -
        users[firstUser[query]! * dim + d]! +
        users[secondUser[query]! * dim + d]!;
    }
  });
  return vectors;
}

/** The same directions, each vector of length 1, as analogies of words are looked up. */
export function unitSpace({ dim, users, products }: AnalogySpace): AnalogySpace {
  return { dim, users: normalizeRows(users, dim), products: normalizeRows(products, dim) };
}
