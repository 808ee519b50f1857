import type { VectorTable } from '../vector-table.js';

/** (user, product) pairs in parallel arrays. */
export interface IndexPairs {
  readonly userIndex: Uint32Array;
  readonly productIndex: Uint32Array;
}

export interface RankPairsOptions {
  /** Test pairs; a user may have several. */
  readonly pairs: IndexPairs;
  /** Products of each user, `products[offsets[u] .. offsets[u + 1] - 1]` ascending: no candidates. */
  readonly owned: { readonly offsets: Uint32Array; readonly products: Uint32Array };
  /** Group of each product: 0 warm, 1 cold. */
  readonly groups: Uint8Array;
  /** Row = user index. The score of a pair is the dot product of its rows, in float32. */
  readonly users: VectorTable;
  /** Row = product index; read in blocks, never whole. */
  readonly products: VectorTable;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with how many of `products.rows` are done. */
  readonly onProgress?: ((productsDone: number) => void) | undefined;
}

/** Counts per pair, for warm candidates at [0] and cold ones at [1]. */
export interface RankCounts {
  /** Candidates that score below the pair's product. */
  readonly below: readonly [Uint32Array, Uint32Array];
  /** Candidates with exactly its score. */
  readonly tied: readonly [Uint32Array, Uint32Array];
  readonly candidates: readonly [Uint32Array, Uint32Array];
}
