/** A contestant's result: its mean, and half the width of the interval around it (null when unknown). */
export interface Standing {
  mean: number | null;
  halfWidth: number | null;
}

/**
 * Who may be called the best: the highest mean, and everyone whose interval overlaps with its interval. A
 * lead that the intervals do not show is not emphasised; where the highest has no interval, nobody is the best.
 */
export function bestOf(standings: readonly Standing[]): boolean[] {
  const leader = standings.reduce<Standing | undefined>(
    (best, each) => ((each.mean ?? -Infinity) > (best?.mean ?? -Infinity) ? each : best),
    undefined,
  );
  const highest = leader?.mean ?? null;
  const leeway = leader?.halfWidth ?? null;
  if (highest === null || leeway === null) return standings.map(() => false);
  const floor = highest - leeway;
  return standings.map(
    ({ mean, halfWidth }) =>
      mean !== null && (mean === highest || mean + (halfWidth ?? 0) >= floor),
  );
}
