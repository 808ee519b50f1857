import { groupBy } from '../group-by.js';

/** `VASG (default)`: a model and, if it was trained, its preset. */
export function contestantTitle({
  model,
  preset,
}: {
  model: string;
  preset: string | null;
}): string {
  return preset === null ? model : `${model} (${preset})`;
}

/** Rows by contestant, in the order in which contestants first appear. */
export function byContestant<T extends { model: string; preset: string | null }>(
  rows: readonly T[],
): Map<string, [T, ...T[]]> {
  return groupBy(rows, contestantTitle);
}
