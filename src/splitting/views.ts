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
  const wanted = new Set(parts.map((part) => SPLIT_PARTS.indexOf(part)));
  const rows: number[] = [];
  split.part.forEach((code, row) => {
    if (wanted.has(code)) rows.push(row);
  });
  return {
    userIndex: Uint32Array.from(rows, (row) => split.userIndex[row]!),
    productIndex: Uint32Array.from(rows, (row) => split.productIndex[row]!),
    rating: Float32Array.from(rows, (row) => split.rating[row]!),
    part: Uint8Array.from(rows, (row) => split.part[row]!),
  };
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
