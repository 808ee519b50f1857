import type { RankCounts } from '../../src/evaluation/ranking/rank-options.js';

export interface RankCase {
  pairs: { userIndex: Uint32Array; productIndex: Uint32Array };
  owned: { offsets: Uint32Array; products: Uint32Array };
  groups: Uint8Array;
  userVectors: Float32Array;
  productVectors: Float32Array;
  dim: number;
}

/** Counts of `rankPairs` by brute force, in double precision. */
export function rankByBruteForce(input: RankCase): RankCounts {
  const { pairs, owned, groups, userVectors, productVectors, dim } = input;
  const zeros = () => new Uint32Array(pairs.userIndex.length);
  const counts: RankCounts = {
    below: [zeros(), zeros()],
    tied: [zeros(), zeros()],
    candidates: [zeros(), zeros()],
  };
  const score = (user: number, product: number) => {
    let sum = 0;
    for (let d = 0; d < dim; d++) {
      sum += userVectors[user * dim + d]! * productVectors[product * dim + d]!;
    }
    return sum;
  };
  pairs.userIndex.forEach((user, pair) => {
    const test = pairs.productIndex[pair]!;
    const list = owned.products.subarray(owned.offsets[user], owned.offsets[user + 1]);
    groups.forEach((group, product) => {
      if (product === test || list.includes(product)) return;
      const difference = score(user, product) - score(user, test);
      const g = group as 0 | 1;
      counts.candidates[g][pair]!++;
      if (difference < 0) counts.below[g][pair]!++;
      if (difference === 0) counts.tied[g][pair]!++;
    });
  });
  return counts;
}
