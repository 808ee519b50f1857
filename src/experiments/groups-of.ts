import { groupBy } from '../group-by.js';

/** Groups of equal key, in the order of their first members. */
export const groupsOf = <T>(values: readonly T[], keyOf: (value: T) => string): [T, ...T[]][] => [
  ...groupBy(values, keyOf).values(),
];
