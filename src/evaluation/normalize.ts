import type { VectorTable } from './vector-table.js';

/**
 * A copy in which the first `dim` numbers of each row have length 1, zeros staying zeros. What else a row has, if it
 * has `rowLength` numbers, is as it was.
 */
export function normalizeRows(
  vectors: Float32Array,
  dim: number,
  rowLength: number = dim,
): Float32Array {
  const normalized = vectors.slice();
  for (let start = 0; start < vectors.length; start += rowLength) {
    let squares = 0;
    for (let i = start; i < start + dim; i++) squares += vectors[i]! * vectors[i]!;
    const factor = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    for (let i = start; i < start + dim; i++) normalized[i] = vectors[i]! * factor;
  }
  return normalized;
}

/** The same table with rows of length 1, normalised as they are read. */
export function normalizedTable(table: VectorTable): VectorTable {
  return {
    rows: table.rows,
    dim: table.dim,
    read: async (start, count) => normalizeRows(await table.read(start, count), table.dim),
  };
}
