import { SPLIT_PARTS, type SplitPart } from './parts.js';

/** Pairs and parts of a split as they were read back; they may be wrong in any way. */
export interface StoredParts {
  userIndex: Uint32Array;
  productIndex: Uint32Array;
  /** Positions in `SPLIT_PARTS`. */
  part: Uint8Array;
}

export interface PartCounts {
  part: SplitPart;
  ratings: number;
  users: number;
  products: number;
}

/** A set of parts as a number: bit i says whether part i is in it. */
export function partSet(...parts: readonly SplitPart[]): number {
  return parts.reduce((set, part) => set | (1 << SPLIT_PARTS.indexOf(part)), 0);
}

/** For each user or product index up to the largest, the set of parts that it occurs in. */
export function partsByIndex(indices: Uint32Array, part: Uint8Array): Uint8Array {
  const sets = new Uint8Array(lengthFor(indices));
  for (let i = 0; i < indices.length; i++) sets[indices[i]!]! |= 1 << part[i]!;
  return sets;
}

/** How often each index occurs, up to the largest. */
export function countIndices(indices: Uint32Array): Uint32Array {
  const counts = new Uint32Array(lengthFor(indices));
  for (let i = 0; i < indices.length; i++) counts[indices[i]!]!++;
  return counts;
}

/** Sizes of the parts, in the order of `SPLIT_PARTS`. */
export function countParts({ userIndex, productIndex, part }: StoredParts): PartCounts[] {
  const ratings = new Uint32Array(SPLIT_PARTS.length);
  for (let i = 0; i < part.length; i++) ratings[part[i]!]!++;
  const users = countSets(partsByIndex(userIndex, part));
  const products = countSets(partsByIndex(productIndex, part));
  return SPLIT_PARTS.map((name, code) => ({
    part: name,
    ratings: ratings[code]!,
    users: users[code]!,
    products: products[code]!,
  }));
}

/** In how many of the sets each part is. */
function countSets(sets: Uint8Array): Uint32Array {
  const counts = new Uint32Array(SPLIT_PARTS.length);
  for (const set of sets) {
    for (let code = 0; set >> code !== 0; code++) counts[code]! += (set >> code) & 1;
  }
  return counts;
}

function lengthFor(indices: Uint32Array): number {
  let largest = -1;
  for (let i = 0; i < indices.length; i++) if (indices[i]! > largest) largest = indices[i]!;
  return largest + 1;
}
