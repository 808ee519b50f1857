import { groupsOf } from '../../group-by.js';

/** Rows of one condition. */
export interface AlignedRows<Row> {
  /** Those that there are, in the order of the seeds. */
  present: readonly [Row, ...Row[]];
  /** One a seed; undefined where it is missing. */
  bySeed: readonly (Row | undefined)[];
}

/** What each seed found, by condition, in the order in which conditions first appear. */
export function alignSeeds<Row>(
  bySeed: readonly (readonly Row[] | undefined)[],
  conditionOf: (row: Row) => string,
): AlignedRows<Row>[] {
  const all = bySeed.flatMap((rows) => rows ?? []);
  return groupsOf(all, conditionOf).map((present) => {
    const condition = conditionOf(present[0]);
    const find = (rows: readonly Row[] | undefined): Row | undefined =>
      rows?.find((row) => conditionOf(row) === condition);
    return { present, bySeed: bySeed.map(find) };
  });
}
