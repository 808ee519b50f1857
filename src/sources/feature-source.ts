/** Product features as a file holds them: one id and one vector a row, in the file's own order. */
export interface FeatureSource {
  readonly path: string;
  readonly rows: number;
  readonly dim: number;
  /** All ids in file order, some at a time. */
  ids(): AsyncIterable<readonly string[]>;
  /** All vectors in file order, some rows at a time. */
  blocks(): AsyncIterable<FeatureBlock>;
  /** Where a row is, e.g. `record 3 (byte 49182)`; rows count from 0, what is said counts from 1. */
  locate(row: number): string;
  close(): Promise<void>;
}

export interface FeatureBlock {
  /** Row of the first vector. */
  start: number;
  /** Vector after vector. */
  values: Float32Array;
}

/** Bytes of vectors that a block holds at most, unless one vector is longer. */
export const BLOCK_BYTES = 4 << 20;

/** How many vectors go into a block. */
export function rowsPerBlock(dim: number): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / (dim * 4)));
}
