import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';

/**
 * What a result cell becomes, fit for JSON: integers beyond 2^53 are text, timestamps ISO 8601 in UTC,
 * bytes hexadecimal, maps lists of pairs, other types DuckDB's text; NaN and infinities stay numbers.
 */
export type Cell =
  string | number | boolean | null | readonly Cell[] | { readonly [name: string]: Cell };

export type Row = Record<string, Cell>;

export function rowOf(row: Readonly<Record<string, DuckDBValue>>): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]));
}

function cellOf(value: DuckDBValue): Cell {
  if (typeof value === 'bigint') return integerCell(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return value.items.map(cellOf);
  }
  if (value instanceof DuckDBStructValue) return rowOf(value.entries);
  if (value instanceof DuckDBMapValue) {
    return value.entries.map((entry) => [cellOf(entry.key), cellOf(entry.value)]);
  }
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  return isTimestamp(value) ? timestampCell(value.toString()) : value.toString();
}

function integerCell(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

const TIMESTAMPS = [
  DuckDBTimestampValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
];

function isTimestamp(value: object): boolean {
  return TIMESTAMPS.some((type) => value instanceof type);
}

/** `2020-01-01 10:00:00[+00]` to ISO 8601; `infinity` and years that ISO 8601 lacks stay as they are. */
function timestampCell(text: string): string {
  const withZone = /[+-]\d\d(:\d\d)?$/.test(text.slice(10)) ? text : `${text}Z`;
  const time = new Date(withZone.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}
