/** Values by key, in the order in which keys first appear. */
export function groupBy<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** Groups of equal key, in the order of their first members. */
export const groupsOf = <T>(values: readonly T[], keyOf: (value: T) => string): [T, ...T[]][] => [
  ...groupBy(values, keyOf).values(),
];
