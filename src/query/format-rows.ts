import { quantity } from '../quantity.js';
import { textTable } from '../text-table.js';
import type { Cell } from '../catalog/cell.js';
import type { QueryResult } from '../catalog/query/query.js';

const MAX_CELL_CHARACTERS = 60;
const SIGNIFICANT_DIGITS = 6;

/** Rows as a table for people: numbers to the right and rounded, long values cut. */
export function formatRows({ columns, rows, numRows }: QueryResult): string {
  const isNumber = columns.map(({ name }) => rows.every((row) => isNumeric(row[name])));
  const table = textTable(
    columns.map(({ name }) => name),
    rows.map((row) => columns.map(({ name }) => formatCell(row[name]))),
    (column) => isNumber[column] === true,
  );
  const rest =
    rows.length < numRows ? `, the first ${rows.length} shown; --format csv has all` : '';
  return `${table}\n${quantity(numRows, 'row')}${rest}.`;
}

function isNumeric(cell: Cell | undefined): boolean {
  return typeof cell === 'number' || cell === null || cell === undefined;
}

function formatCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return formatNumber(cell);
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  return text.length <= MAX_CELL_CHARACTERS ? text : `${text.slice(0, MAX_CELL_CHARACTERS - 1)}…`;
}

function formatNumber(value: number): string {
  return Number.isInteger(value)
    ? String(value)
    : String(Number(value.toPrecision(SIGNIFICANT_DIGITS)));
}
