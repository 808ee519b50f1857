/**
 * Scales each row of `values` [rows, dim] to [0, 1] by its own least and greatest number, in place; a
 * constant row becomes zeros. A number that is not finite stays one that is not.
 */
export function scaleRows(values: Float32Array, dim: number): void {
  for (let start = 0; start < values.length; start += dim) {
    scaleRow(values, start, start + dim);
  }
}

function scaleRow(values: Float32Array, start: number, end: number): void {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = start; i < end; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  // In float32, as the trainer does.
  const range = Math.fround(greatest - least);
  for (let i = start; i < end; i++) {
    const above = Math.fround(values[i]! - least);
    values[i] = range === 0 ? above : above / range;
  }
}
