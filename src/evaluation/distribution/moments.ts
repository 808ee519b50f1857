/** Of a sample, by its central moments m_k = mean of (value - mean)^k. NaN where a division has no meaning. */
export interface Moments {
  readonly mean: number;
  /** Square root of m_2. */
  readonly standardDeviation: number;
  /** m_4 / m_2^2 - 3 (Fisher): 0 for a normal distribution. */
  readonly excessKurtosis: number;
  /** m_4 / m_2^2 (Pearson): 3 for a normal distribution. */
  readonly pearsonKurtosis: number;
}

/** In two passes, so that a narrow distribution far from 0 loses no digits. */
export function moments(values: Float64Array): Moments {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let second = 0;
  let fourth = 0;
  for (const value of values) {
    const square = (value - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  const pearsonKurtosis = (fourth * values.length) / second ** 2;
  return {
    mean,
    standardDeviation: Math.sqrt(second / values.length),
    excessKurtosis: pearsonKurtosis - 3,
    pearsonKurtosis,
  };
}
