import type { ProductLists } from '../splitting/views.js';

export interface UserVectorInputs {
  /** X_u, [users, dim]. */
  users: Float32Array;
  /** M(f_p) of every product, [products, dim]. */
  encoded: Float32Array;
  dim: number;
  /** Training products of each user. */
  owned: ProductLists;
  /** gamma, 0 or more. */
  profileWeight: number;
}

/**
 * Vectors that rank products for users by dot product with normalised product vectors:
 * X_u / |X_u| + gamma * mean over the user's products of M(f_p) / |M(f_p)|. With gamma = 0 the order is
 * that of cosine similarity, as in section 4.2.
 *
 * Returns [users, dim]; a user without a vector and without products stays zero.
 */
export function userVectors(inputs: UserVectorInputs): Float32Array {
  const { users, encoded, dim, owned, profileWeight } = inputs;
  const vectors = new Float32Array(users.length);
  for (let user = 0; user < users.length / dim; user++) {
    const target = vectors.subarray(user * dim, (user + 1) * dim);
    addScaled(target, users, user * dim, inverseNorm(users, user * dim, dim));
    const start = owned.offsets[user]!;
    const end = owned.offsets[user + 1]!;
    for (let i = profileWeight === 0 ? end : start; i < end; i++) {
      const row = owned.products[i]! * dim;
      addScaled(
        target,
        encoded,
        row,
        (profileWeight / (end - start)) * inverseNorm(encoded, row, dim),
      );
    }
  }
  return vectors;
}

function addScaled(
  target: Float32Array,
  source: Float32Array,
  start: number,
  factor: number,
): void {
  for (let d = 0; d < target.length; d++) target[d]! += factor * source[start + d]!;
}

function inverseNorm(vectors: Float32Array, start: number, dim: number): number {
  let sum = 0;
  for (let d = start; d < start + dim; d++) sum += vectors[d]! * vectors[d]!;
  return sum === 0 ? 0 : 1 / Math.sqrt(sum);
}
