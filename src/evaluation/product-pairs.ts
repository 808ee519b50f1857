/** Unordered pairs of two different products, in parallel arrays. */
export interface ProductPairs {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

/** One number for an unordered pair, below `numProducts` squared: a key for sets and sorting. */
export function pairKey(a: number, b: number, numProducts: number): number {
  return a < b ? a * numProducts + b : b * numProducts + a;
}

/** The pairs at `positions`, in that order. */
export function pickPairs({ first, second }: ProductPairs, positions: Uint32Array): ProductPairs {
  return {
    first: positions.map((position) => first[position]!),
    second: positions.map((position) => second[position]!),
  };
}
