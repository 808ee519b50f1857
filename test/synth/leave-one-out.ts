import { RandomStream } from '../../src/random.js';
import type { ShopPlan } from '../../src/synth/shop.js';

/** A shop with one random purchase of each user held back. Indices as in the plan, kept users only. */
export interface HeldOut {
  /** Remaining products of each user. */
  readonly train: readonly (readonly number[])[];
  /** The product held back of each user. */
  readonly test: Uint32Array;
  /** Remaining purchases of each product; a product with none is cold. */
  readonly trainDegrees: Uint32Array;
}

export function leaveOneOut({ spec, purchases }: ShopPlan): HeldOut {
  const owned = Array.from({ length: spec.users }, (): number[] => []);
  for (let i = 0; i < spec.ratings; i++)
    owned[purchases.userIndex[i]!]!.push(purchases.productIndex[i]!);
  const stream = new RandomStream(1, 'test.leave-one-out');
  const test = Uint32Array.from(owned, (products) => {
    const [product] = products.splice(stream.below(products.length), 1);
    return product!;
  });
  const trainDegrees = new Uint32Array(spec.products);
  for (const product of owned.flat()) trainDegrees[product]!++;
  return { train: owned, test, trainDegrees };
}

/**
 * Mean over users of eq. 4 with half credit for ties, for test products of one kind among candidates of that
 * kind, without the user's own products.
 */
export function meanAuc(
  { train, test, trainDegrees }: HeldOut,
  kind: 'warm' | 'cold',
  scoreFor: (user: number) => (product: number) => number,
): number {
  const isCandidate = (product: number): boolean =>
    trainDegrees[product]! > 0 === (kind === 'warm');
  const candidates = [...trainDegrees.keys()].filter(isCandidate);
  const users = [...test.keys()].filter((user) => isCandidate(test[user]!)).slice(0, 600);
  let sum = 0;
  for (const user of users) {
    const score = scoreFor(user);
    const own = new Set([...train[user]!, test[user]!]);
    const threshold = score(test[user]!);
    const others = candidates.filter((product) => !own.has(product)).map(score);
    const wins = others.filter((other) => other < threshold).length;
    const ties = others.filter((other) => other === threshold).length;
    sum += (wins + ties / 2) / others.length;
  }
  return sum / users.length;
}

/** Share of users and warm products in the largest connected part of the training graph. */
export function largestComponentShare({ train, trainDegrees }: HeldOut): number {
  const parent = Uint32Array.from({ length: train.length + trainDegrees.length }, (_, i) => i);
  const root = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!;
    return node;
  };
  for (const [user, products] of train.entries())
    for (const product of products) parent[root(user)] = root(train.length + product);
  const sizes = new Map<number, number>();
  const nodes = [...parent.keys()].filter(
    (i) => i < train.length || trainDegrees[i - train.length]! > 0,
  );
  for (const node of nodes) sizes.set(root(node), (sizes.get(root(node)) ?? 0) + 1);
  return Math.max(...sizes.values()) / nodes.length;
}
