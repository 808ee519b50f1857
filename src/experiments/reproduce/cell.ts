import { spreadOf } from '../spread.js';
import type { Cell } from './reproduction.js';

/** What may stand beside our numbers. */
interface Beside {
  paper?: number | null | undefined;
  authors?: number | null | undefined;
  runIds?: string[] | undefined;
}

/** A cell from what was measured; what the paper or the authors' log lack is null. */
export function cellOf(
  values: readonly (number | null)[],
  { paper, authors, runIds }: Beside = {},
): Cell {
  return {
    paper: paper ?? null,
    authors: authors ?? null,
    ours: spreadOf(values),
    runIds: runIds ?? [],
  };
}

/** Rounded mean of counts that differ a little from seed to seed. */
export function meanCount(counts: readonly number[]): number {
  if (counts.length === 0) return 0;
  return Math.round(counts.reduce((sum, count) => sum + count, 0) / counts.length);
}

/** Groups of equal key, in the order of their first members. */
export function groupsOf<T>(values: readonly T[], keyOf: (value: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
