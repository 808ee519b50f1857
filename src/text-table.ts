import Table from 'cli-table3';

/** A table of text for people, without colours, so that it is the same in a file as on a screen. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  /** Columns to align right, by position. */
  isRight: (column: number) => boolean = () => false,
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (isRight(column) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
