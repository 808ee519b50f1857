/**
 * Least-squares map from `inputs` rows to `targets` rows with an intercept and a small ridge; returns the
 * prediction for a row. Rows are numbered 0 .. n - 1; only those in `fit` are learned from.
 */
export function fitRidge(
  inputs: readonly Float32Array[],
  targets: readonly Float32Array[],
  fit: readonly number[],
): (input: Float32Array) => Float32Array {
  const withOne = (input: Float32Array): Float64Array => Float64Array.from([...input, 1]);
  const size = inputs[0]!.length + 1;
  const width = targets[0]!.length;
  // Normal equations with the right-hand sides beside them: [X'X + ridge | X'Y].
  const rows = Array.from({ length: size }, () => new Float64Array(size + width));
  for (const row of fit) {
    const x = withOne(inputs[row]!);
    for (let i = 0; i < size; i++) {
      if (x[i] === 0) continue;
      for (let j = 0; j < size; j++) rows[i]![j]! += x[i]! * x[j]!;
      for (let j = 0; j < width; j++) rows[i]![size + j]! += x[i]! * targets[row]![j]!;
    }
  }
  for (let i = 0; i < size; i++) rows[i]![i]! += 1e-3 * fit.length;
  eliminate(rows);
  return (input) => {
    const x = withOne(input);
    return Float32Array.from({ length: width }, (_, j) =>
      x.reduce((sum, value, i) => sum + value * rows[i]![size + j]!, 0),
    );
  };
}

/** Gauss-Jordan without pivoting: the matrix is symmetric positive definite. */
function eliminate(rows: Float64Array[]): void {
  for (const [i, pivot] of rows.entries()) {
    const scale = 1 / pivot[i]!;
    for (let j = i; j < pivot.length; j++) pivot[j]! *= scale;
    for (const [k, row] of rows.entries()) {
      const factor = row[i]!;
      if (k === i || factor === 0) continue;
      for (let j = i; j < row.length; j++) row[j]! -= factor * pivot[j]!;
    }
  }
}
