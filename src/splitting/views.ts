import { SPLIT_PARTS, type SplitPart } from './parts.js';

/** (user, product) pairs in ascending order, one entry each. */
export interface Pairs {
  userIndex: Uint32Array;
  productIndex: Uint32Array;
  /** NaN where the source had none. */
  rating: Float32Array;
}

/** The same with the code of each pair's part. */
export interface PartedPairs extends Pairs {
  part: Uint8Array;
}

/** Products of each user: those of user u are `products[offsets[u] .. offsets[u + 1] - 1]`, ascending. */
export interface ProductLists {
  offsets: Uint32Array;
  products: Uint32Array;
}

/** The pairs of a split that belong to any of `parts`. */
export function pairsOf(split: PartedPairs, parts: readonly SplitPart[]): PartedPairs {
  const wanted = new Uint8Array(SPLIT_PARTS.length);
  for (const part of parts) wanted[SPLIT_PARTS.indexOf(part)] = 1;
  const numRows = split.part.reduce((count, code) => count + wanted[code]!, 0);
  const pairs = {
    userIndex: new Uint32Array(numRows),
    productIndex: new Uint32Array(numRows),
    rating: new Float32Array(numRows),
    part: new Uint8Array(numRows),
  };
  let next = 0;
  for (let row = 0; row < split.part.length; row++) {
    if (wanted[split.part[row]!] === 0) continue;
    pairs.userIndex[next] = split.userIndex[row]!;
    pairs.productIndex[next] = split.productIndex[row]!;
    pairs.rating[next] = split.rating[row]!;
    pairs.part[next++] = split.part[row]!;
  }
  return pairs;
}

/** Groups pairs, which are sorted by user, into one list per user. */
export function productLists(pairs: Pairs, numUsers: number): ProductLists {
  const offsets = new Uint32Array(numUsers + 1);
  for (const user of pairs.userIndex) offsets[user + 1]!++;
  for (let user = 0; user < numUsers; user++) offsets[user + 1]! += offsets[user]!;
  return { offsets, products: pairs.productIndex };
}

/** Training edges of each product; 0 means cold. */
export function productDegrees(train: Pairs, numProducts: number): Uint32Array {
  const degrees = new Uint32Array(numProducts);
  for (const product of train.productIndex) degrees[product]!++;
  return degrees;
}
