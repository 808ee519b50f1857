/**
 * An axis' domain: the range of `values` with a margin, and no narrower than `least`, so that no difference
 * looks larger than it is and a single value has a place.
 */
export function extent(values: readonly number[], least: number): [low: number, high: number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max(0.08 * (high - low), (least - (high - low)) / 2);
  return [low - margin, high + margin];
}
