import type { RankPairsOptions } from './rank-options.js';

/** Products of each group that are candidates for each pair: not owned by its user, not its own product. */
export function countCandidates(options: RankPairsOptions): [Uint32Array, Uint32Array] {
  const { pairs, owned, groups } = options;
  const totals = [0, 0];
  for (const group of groups) totals[group]!++;
  const counts: [Uint32Array, Uint32Array] = [
    new Uint32Array(pairs.userIndex.length).fill(totals[0]!),
    new Uint32Array(pairs.userIndex.length).fill(totals[1]!),
  ];
  pairs.userIndex.forEach((user, pair) => {
    const ownProduct = pairs.productIndex[pair]!;
    counts[groups[ownProduct]!]![pair]!--;
    for (let at = owned.offsets[user]!; at < owned.offsets[user + 1]!; at++) {
      const product = owned.products[at]!;
      if (product !== ownProduct) counts[groups[product]!]![pair]!--;
    }
  });
  return counts;
}
