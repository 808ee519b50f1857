import { InputDataError } from '../errors.js';
import { findDelimitedFault, lineOfRecord, parseFirstRecord } from './delimited-scanner.js';
import { sqlPath, sqlText, type RatingFields, type RatingsScan } from './ratings-scan.js';
import { readTextStart } from './text-file.js';

export interface DelimitedOptions {
  delimiter: ',' | '\t';
  fields: RatingFields;
  /** Names of all columns when the file has no header; otherwise its first line names them. */
  columns?: readonly string[];
  suggestions?: readonly string[];
}

/** Reads CSV or TSV (RFC 4180, UTF-8, optionally `.gz`). Throws InputDataError. */
export async function delimitedRatings(
  path: string,
  { delimiter, fields, columns, suggestions = [] }: DelimitedOptions,
): Promise<RatingsScan> {
  const hasHeader = columns === undefined;
  const start = await readTextStart(path);
  const names = columns ?? parseFirstRecord(start, delimiter);
  if (names.length === 0 || start.byteLength === 0) {
    throw new InputDataError(`${path} is empty.`, {
      code: 'NO_RATINGS',
      suggestions: ['Check the path, and that the download was complete.'],
    });
  }
  // Columns are addressed by position, so that no name needs to be a valid identifier.
  const column = (name: string | undefined): string =>
    name === undefined ? 'NULL::VARCHAR' : `c${findColumn(names, name, path)}`;
  const types = names.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  return {
    path,
    sql: `SELECT ${column(fields.user)} AS user_id, ${column(fields.product)} AS product_id,
  ${column(fields.rating)} AS rating, ${column(fields.timestamp)} AS rated_at,
  false AS is_blank, false AS is_malformed
FROM read_csv(${sqlPath(path)}, auto_detect = false, header = ${hasHeader}, delim = ${sqlText(delimiter)},
  quote = '"', escape = '"', columns = {${types}}, store_rejects = true, rejects_limit = 100)`,
    hasRejects: true,
    fields,
    suggestions,
    locate: async (record) =>
      `line ${await lineOfRecord(path, delimiter, record + (hasHeader ? 1 : 0))}`,
    explain: () => findDelimitedFault(path, delimiter),
  };
}

function findColumn(names: readonly string[], name: string, path: string): number {
  const index = names.indexOf(name);
  if (index < 0) {
    throw new InputDataError(
      `${path}, line 1: there is no column "${name}"; its header has: ${names.join(', ')}.`,
      {
        code: 'COLUMN_MISSING',
        suggestions: [
          'Name the columns with --columns user=...,product=...,rating=...,timestamp=....',
        ],
      },
    );
  }
  if (names.includes(name, index + 1)) {
    throw new InputDataError(`${path}, line 1: column "${name}" appears twice.`, {
      code: 'COLUMN_MISSING',
      suggestions: ['Give the columns different names.'],
    });
  }
  return index;
}
