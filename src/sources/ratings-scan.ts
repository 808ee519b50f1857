import { InputDataError } from '../errors.js';

/**
 * How to read ratings out of a file of some format: SQL for DuckDB, which does the parsing, and the words
 * for saying where in the file a record is. Ids are text from the first byte on, so that leading zeros
 * survive.
 */
export interface RatingsScan {
  readonly path: string;
  /**
   * A query over the file in file order with the VARCHAR columns `user_id`, `product_id`, `rating`,
   * `rated_at` (all may be NULL), and BOOLEAN `is_blank` (skip this one) and `is_malformed`.
   */
  readonly sql: string;
  /** True when DuckDB notes what it could not parse in `reject_errors`. */
  readonly hasRejects: boolean;
  /** What is wrong with a record that is malformed, where DuckDB's own words would mislead. */
  readonly malformed?: string;
  /** Names of the fields in this file, for messages. */
  readonly fields: RatingFields;
  /** `line 17` or `row 17` for the 0-based record. */
  locate(record: number): Promise<string>;
  /** Where and why parsing came to a stop, when DuckDB itself cannot say. */
  explain?(): Promise<{ line: number; what: string } | undefined>;
  /** What the user may try when a value cannot be used. */
  readonly suggestions: readonly string[];
}

/** Column or key names by their meaning. */
export interface RatingFields {
  user: string;
  product: string;
  rating?: string | undefined;
  timestamp?: string | undefined;
}

/** A string as an SQL literal. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/**
 * The path of one file as an SQL literal. Throws InputDataError for a path that DuckDB takes for a pattern:
 * it would read every file that matches, without a word.
 */
export function sqlPath(path: string): string {
  const wildcard = /[*?[]/.exec(path)?.[0];
  if (wildcard === undefined) return sqlText(path);
  throw new InputDataError(`Cannot read ${path}: "${wildcard}" in a path stands for other names.`, {
    code: 'INPUT_UNREADABLE',
    suggestions: ['Rename the file or folder, or use a link without this character.'],
  });
}

/** A name as a quoted SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
