/** Something that says how fast it is (work per second, any unit that its row shares). */
export type Contestant = () => number | Promise<number>;

export interface Comparison {
  /** Median over rounds of ours / reference. */
  readonly ratio: number;
  readonly ours: number;
  readonly reference: number;
}

/**
 * Runs both in turn, round after round, and takes the median of the ratios: what else the machine does
 * slows both of a round.
 */
export async function compare(
  ours: Contestant,
  reference: Contestant,
  rounds: number,
): Promise<Comparison> {
  const results: Comparison[] = [];
  for (let round = 0; round < rounds; round++) {
    const speeds = { ours: await ours(), reference: await reference() };
    results.push({ ratio: speeds.ours / speeds.reference, ...speeds });
  }
  return {
    ratio: median(results.map(({ ratio }) => ratio)),
    ours: median(results.map(({ ours }) => ours)),
    reference: median(results.map(({ reference }) => reference)),
  };
}

/** The mean of the two in the middle where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Seconds of all cores that `work` costs this process, in whatever threads. */
export async function cpuSeconds(work: () => unknown): Promise<number> {
  const begin = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begin);
  return 1e-6 * (user + system);
}

/** Seconds that `work` takes. */
export async function seconds(work: () => unknown): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
