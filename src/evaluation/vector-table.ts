/** Rows of numbers that may be larger than memory: a file, a formula or an array. */
export interface VectorTable {
  readonly rows: number;
  readonly dim: number;
  /** Rows [start, start + count), each `dim` numbers; the caller does not change them. */
  read(start: number, count: number): Float32Array | Promise<Float32Array>;
}

/** A table over an array of rows of `dim` numbers. */
export function memoryTable(vectors: Float32Array, dim: number): VectorTable {
  return {
    rows: vectors.length / dim,
    dim,
    read: (start, count) => vectors.subarray(start * dim, (start + count) * dim),
  };
}

/** Rows that are read at once so that they fill `bytes` and number at least one. */
export function rowsPerRead(table: VectorTable, bytes: number): number {
  return Math.max(1, Math.min(table.rows, Math.floor(bytes / (4 * table.dim))));
}

/** Rows that follow each other. */
export interface RowBlock {
  /** Index of the first. */
  readonly first: number;
  /** [rows of the block, dim] */
  readonly vectors: Float32Array;
}

/** Bytes of a block. */
const BLOCK_BYTES = 4 * 2 ** 20;

/** All rows in order, some megabytes at a time. */
export async function* blocksOf(table: VectorTable): AsyncGenerator<RowBlock, void, undefined> {
  const step = rowsPerRead(table, BLOCK_BYTES);
  for (let first = 0; first < table.rows; first += step) {
    yield { first, vectors: await table.read(first, Math.min(step, table.rows - first)) };
  }
}
