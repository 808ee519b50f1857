import { spreadOf } from '../steps/spread.js';
import { numberIn } from './printed.js';
import type { Cell } from './reproduction.js';

/** What may stand beside our numbers. */
interface Beside {
  /** As it is printed. */
  paper?: string | null | undefined;
  authors?: number | null | undefined;
  runIds?: string[] | undefined;
}

/** A cell from what was measured; what the paper or the authors' log lack is null. */
export function cellOf(
  values: readonly (number | null)[],
  { paper = null, authors, runIds }: Beside = {},
): Cell {
  return {
    paper: paper === null ? null : numberIn(paper),
    printed: paper,
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
