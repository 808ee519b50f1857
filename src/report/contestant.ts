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
): Map<string, T[]> {
  return groupBy(rows, contestantTitle);
}

/** Rows by key, in the order in which keys first appear. */
export function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
