/** JSON has no NaN and no infinity: a mean over nothing is null. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The same of both ends of an interval. */
export function finiteInterval([low, high]: readonly [number, number]): [
  number | null,
  number | null,
] {
  return [finiteOrNull(low), finiteOrNull(high)];
}
