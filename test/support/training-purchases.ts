import type { Purchases } from '../../src/sampling/purchases.js';
import { productLists, type Pairs } from '../../src/splitting/views.js';
import { randomPurchases } from './random-purchases.js';

/** Purchases of a training part from (user, product) pairs in ascending order. */
export function purchasesOf(
  edges: readonly (readonly [user: number, product: number])[],
  { numUsers, numProducts }: { numUsers: number; numProducts: number },
): Purchases {
  const train: Pairs = {
    userIndex: Uint32Array.from(edges, ([user]) => user),
    productIndex: Uint32Array.from(edges, ([, product]) => product),
    rating: new Float32Array(edges.length).fill(NaN),
  };
  return { train, owned: productLists(train, numUsers), numProducts };
}

/** The same, at random; some products stay cold. */
export function anyPurchases(
  numUsers: number,
  numProducts: number,
  numEdges: number,
  seed: number,
): Purchases {
  const { userIndex, productIndex } = randomPurchases({ numUsers, numProducts, numEdges, seed });
  const edges = Array.from(userIndex, (user, i) => [user, productIndex[i]!] as const);
  return purchasesOf(edges, { numUsers, numProducts });
}
