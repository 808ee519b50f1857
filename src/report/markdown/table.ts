import type { Cell, Spread } from '../../experiments/reproduce/reproduction.js';
import { NOTHING, decimals, written, type NumberFormat } from '../format.js';

/** AUC, 0 to 1: one digit more than on the page, which has the values of all seeds as well. */
export const AUC = decimals(4);

/** A column of a Markdown table. */
export interface Column<Row> {
  title: string;
  /** Numbers stand on the right. */
  isNumeric?: boolean;
  text: (row: Row) => string;
}

/** A Markdown table; one line says so when there is nothing. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  if (rows.length === 0) return 'Not measured.';
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ isNumeric }) => (isNumeric === true ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map(({ text }) => text(row)))),
  ].join('\n');
}

/**
 * The paper to the letter, the authors' log and ours, of which the first two are there only where they know a number.
 * `what` goes before the titles; `format` has the unit that the paper prints.
 */
export function beside<Row>(
  rows: readonly Row[],
  cellOf: (row: Row) => Cell | undefined,
  { what = '', format = AUC }: { what?: string; format?: NumberFormat } = {},
): Column<Row>[] {
  const columns: [string, (cell: Cell) => string][] = [
    ['paper', ({ printed }) => printed ?? NOTHING],
    ["authors' log", ({ authors }) => written(authors, format)],
  ];
  const known = columns
    .map(([title, value]) =>
      numeric<Row>(`${what}${title}`, (row) => {
        const cell = cellOf(row);
        return cell === undefined ? NOTHING : value(cell);
      }),
    )
    .filter(({ text }) => rows.some((row) => text(row) !== NOTHING));
  const ours = numeric<Row>(`${what}ours`, (row) => spread(cellOf(row)?.ours, format));
  return [...known, ours];
}

export function numeric<Row>(title: string, text: (row: Row) => string): Column<Row> {
  return { title, isNumeric: true, text };
}

/** `0.8123 ± 0.0045`; without the deviation for one seed. */
export function spread(value: Spread | undefined, format: NumberFormat = AUC): string {
  if (value === undefined || value.mean === null) return NOTHING;
  const { mean, sd } = value;
  return sd === null ? format(mean) : `${format(mean)} ± ${format(sd)}`;
}
