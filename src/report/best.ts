/** A contestant's result: its mean, and half the width of the interval around it (0 when unknown). */
export interface Standing {
  mean: number | null;
  halfWidth: number;
}

/**
 * Who may be called the best: the highest mean, and everyone whose interval overlaps with its interval. A
 * lead that the intervals do not show is not emphasised.
 */
export function bestOf(standings: readonly Standing[]): boolean[] {
  const leader = standings.reduce<Standing | undefined>(
    (best, each) => ((each.mean ?? -Infinity) > (best?.mean ?? -Infinity) ? each : best),
    undefined,
  );
  if (leader === undefined) return standings.map(() => false);
  const floor = leader.mean! - leader.halfWidth;
  return standings.map(
    ({ mean, halfWidth }) => mean !== null && (mean === leader.mean || mean + halfWidth >= floor),
  );
}
