import type { PurchaseEdges } from '../../src/graph/bipartite-graph.js';
import { RandomStream } from '../../src/random.js';

/** Distinct random pairs, sorted by user and product. */
export function randomPurchases(options: {
  numUsers: number;
  numProducts: number;
  numEdges: number;
  seed: number;
}): PurchaseEdges {
  const { numUsers, numProducts } = options;
  const random = new RandomStream(options.seed, 'test-purchases');
  const keys = new Set<number>();
  while (keys.size < options.numEdges) keys.add(random.below(numUsers * numProducts));
  const sorted = [...keys].sort((a, b) => a - b);
  return {
    numUsers,
    numProducts,
    userIndex: Uint32Array.from(sorted, (key) => Math.floor(key / numProducts)),
    productIndex: Uint32Array.from(sorted, (key) => key % numProducts),
  };
}
