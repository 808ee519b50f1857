/** z of a two-sided 95 % interval. */
export const Z_95 = 1.96;

export type Interval = readonly [low: number, high: number];

/** 95 % interval after Wilson of a share that was found in `count` independent trials; NaN without any. */
export function shareInterval(share: number, count: number): Interval {
  const z2 = Z_95 ** 2 / count;
  const center = (share + z2 / 2) / (1 + z2);
  const margin = Math.sqrt(z2 * share * (1 - share) + z2 ** 2 / 4) / (1 + z2);
  return [Math.max(0, center - margin), Math.min(1, center + margin)];
}

/** 95 % interval of the mean of independent values between 0 and 1 that are not just 0 or 1. */
export function meanInterval(values: readonly number[]): Interval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const margin = Z_95 * Math.sqrt(squares / (count - 1) / count);
  return [Math.max(0, mean - margin), Math.min(1, mean + margin)];
}
