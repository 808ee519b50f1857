import { spreadOf } from '../steps/spread.js';
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
