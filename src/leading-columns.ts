/**
 * The first `dim` of the `rowLength` numbers of each row, row after row; the rows themselves where that is all of them.
 */
export function leadingColumns(rows: Float32Array, rowLength: number, dim: number): Float32Array {
  if (rowLength === dim) return rows;
  const numRows = rows.length / rowLength;
  const kept = new Float32Array(numRows * dim);
  for (let row = 0; row < numRows; row++) {
    kept.set(rows.subarray(row * rowLength, row * rowLength + dim), row * dim);
  }
  return kept;
}
