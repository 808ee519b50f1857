import { normalizedTable } from '../normalize.js';
import { blocksOf, type VectorTable } from '../vector-table.js';
import type { Scorer } from './scorer.js';

export interface WboiOptions {
  readonly numUsers: number;
  /** Training pairs; a rating of NaN is none. */
  readonly train: {
    readonly userIndex: Uint32Array;
    readonly productIndex: Uint32Array;
    readonly rating: Float32Array;
  };
  /** Raw image features, row = product index. */
  readonly features: VectorTable;
}

/** Training pairs by product: those of product p are at offsets[p] .. offsets[p + 1] - 1. */
interface PairsByProduct {
  readonly offsets: Uint32Array;
  readonly users: Uint32Array;
  readonly weights: Float32Array;
}

/**
 * Weighted bag of images of section 4.2: a user is the rating-weighted mean of the features of the
 * products bought, products are ranked by cosine. A missing rating weighs 1; one of 0 or below weighs 0,
 * because a negative weight would turn a mean into a difference. The division by the sum of weights is
 * left out: it changes no order. User vectors are summed up as they are read, in a pass over the features
 * per read, so that neither table need fit in memory.
 */
export function wboiBaseline({ numUsers, train, features }: WboiOptions): Scorer {
  const pairs = groupByProduct(train, features.rows);
  const { dim } = features;
  const read = (start: number, count: number): Promise<Float32Array> =>
    weightedSums(pairs, features, start, count);
  return { users: { rows: numUsers, dim, read }, products: normalizedTable(features) };
}

function groupByProduct(train: WboiOptions['train'], numProducts: number): PairsByProduct {
  const { userIndex, productIndex, rating } = train;
  const offsets = new Uint32Array(numProducts + 1);
  for (const product of productIndex) offsets[product + 1]!++;
  for (let p = 0; p < numProducts; p++) offsets[p + 1]! += offsets[p]!;
  const next = offsets.slice();
  const users = new Uint32Array(userIndex.length);
  const weights = new Float32Array(userIndex.length);
  userIndex.forEach((user, pair) => {
    const at = next[productIndex[pair]!]!++;
    users[at] = user;
    weights[at] = Number.isNaN(rating[pair]) ? 1 : Math.max(0, rating[pair]!);
  });
  return { offsets, users, weights };
}

/** [count, dim]: of each user from `start` on, the sum of weight x feature over the user's products. */
async function weightedSums(
  { offsets, users, weights }: PairsByProduct,
  features: VectorTable,
  start: number,
  count: number,
): Promise<Float32Array> {
  const { dim } = features;
  const sums = new Float32Array(count * dim);
  for await (const { first, vectors } of blocksOf(features)) {
    const last = first + vectors.length / dim;
    for (let product = first; product < last; product++) {
      for (let at = offsets[product]!; at < offsets[product + 1]!; at++) {
        const row = users[at]! - start;
        if (row < 0 || row >= count) continue;
        addScaled(sums, row * dim, vectors, (product - first) * dim, dim, weights[at]!);
      }
    }
  }
  return sums;
}

function addScaled(
  target: Float32Array,
  to: number,
  source: Float32Array,
  from: number,
  dim: number,
  factor: number,
): void {
  for (let i = 0; i < dim; i++) target[to + i]! += factor * source[from + i]!;
}
