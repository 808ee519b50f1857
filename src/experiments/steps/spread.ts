/** A number over seeds. Values are in the order of the seeds; null where one is missing. */
export interface Spread {
  mean: number | null;
  /** Sample standard deviation; null for fewer than two values. */
  sd: number | null;
  values: (number | null)[];
}

/** Mean and sample standard deviation of a number over seeds; null marks a seed without one. */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const present = values.filter((value) => value !== null);
  const mean = meanOf(present);
  return { mean, sd: deviationOf(present, mean), values: [...values] };
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[], mean: number | null): number | null {
  if (mean === null || values.length < 2) return null;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
