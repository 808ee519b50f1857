import { spreadOf, type Spread } from './spread.js';
import { studentInterval, type Interval } from './student-interval.js';

/** How far one is ahead of another, by what both have of the same seeds. */
export interface Lead {
  /** Of each seed; null where one of the two has none. */
  difference: Spread;
  /** 95 % interval of the mean difference over seeds (Student's t); null for fewer than two. */
  interval: Interval | null;
  /** Whether the interval lies above 0, below it, or shows nothing. */
  verdict: 'better' | 'worse' | 'not shown';
}

/** The lead of `ours`, with values in the order of the seeds; null where they have no seed in common. */
export function pairedLead(ours: Spread, theirs: Spread): Lead | null {
  const difference = spreadOf(
    ours.values.map((value, seed) => {
      const other = theirs.values[seed] ?? null;
      return value === null || other === null ? null : value - other;
    }),
  );
  if (difference.mean === null) return null;
  const interval = studentInterval(difference);
  return { difference, interval, verdict: verdictOf(interval) };
}

function verdictOf(interval: Lead['interval']): Lead['verdict'] {
  if (interval === null) return 'not shown';
  const [low, high] = interval;
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'not shown';
}
