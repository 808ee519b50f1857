import type { PurchaseEdges } from '../../src/graph/bipartite-graph.js';
import { RandomStream } from '../../src/random.js';

/** Of what a random number is drawn from. */
const LARGEST_BOUND = 2 ** 32;

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
  const draw = (): number =>
    numUsers * numProducts <= LARGEST_BOUND
      ? random.below(numUsers * numProducts)
      : random.below(numUsers) * numProducts + random.below(numProducts);
  while (keys.size < options.numEdges) keys.add(draw());
  const sorted = Float64Array.from(keys).sort();
  return {
    numUsers,
    numProducts,
    userIndex: Uint32Array.from(sorted, (key) => Math.floor(key / numProducts)),
    productIndex: Uint32Array.from(sorted, (key) => key % numProducts),
  };
}
