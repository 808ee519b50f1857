/** Product features as a file holds them: one id and one vector a row, in the file's own order. */
export interface FeatureSource {
  readonly path: string;
  readonly rows: number;
  readonly dim: number;
  /** All ids in file order, some at a time. */
  ids(): AsyncIterable<readonly string[]>;
  /** All vectors in file order, some rows at a time, in memory that `reserve` gives. */
  blocks(reserve: Reserve): AsyncIterable<FeatureBlock>;
  /** Where a row is, e.g. `record 3 (byte 49182)`; rows count from 0, what is said counts from 1. */
  locate(row: number): string;
  close(): Promise<void>;
}

/** Memory of so many bytes, beginning at a multiple of 8; asked for once or twice, and again only for more. */
export type Reserve = (numBytes: number) => Uint8Array;

/** Vectors as they lie in memory that was reserved, to be used before the next block is asked for. */
export interface FeatureBlock {
  /** Row of the first vector. */
  start: number;
  /** How many there are. */
  rows: number;
  memory: Uint8Array;
  /** Where in `memory` the first one begins, little-endian float32. */
  offsetBytes: number;
  /** From the beginning of one to that of the next. */
  strideBytes: number;
}

/** Bytes of vectors that a block holds at most, unless one vector is longer. */
export const BLOCK_BYTES = 4 << 20;

/** How many vectors go into a block. */
export function rowsPerBlock(dim: number): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / (dim * 4)));
}
