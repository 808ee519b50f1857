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
