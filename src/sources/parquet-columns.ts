import type { Database } from '../catalog/database.js';
import { InputDataError } from '../errors.js';
import { sqlPath } from './ratings-scan.js';

export interface ParquetColumn {
  name: string;
  /** DuckDB's name of the type, e.g. `FLOAT[]`. */
  type: string;
}

/** The columns of a Parquet file. Throws InputDataError when it is none. */
export async function parquetColumns(database: Database, path: string): Promise<ParquetColumn[]> {
  const file = sqlPath(path);
  try {
    return await database.rows<ParquetColumn>(
      `SELECT column_name AS name, column_type AS type FROM (DESCRIBE FROM read_parquet(${file}))`,
    );
  } catch (error) {
    throw unreadableParquet(path, error);
  }
}

/** Throws InputDataError that names the columns there are. */
export function parquetColumn(
  columns: readonly ParquetColumn[],
  name: string,
  path: string,
): ParquetColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const names = columns.map((candidate) => candidate.name).join(', ');
  throw new InputDataError(`${path}: there is no column "${name}"; it has: ${names}.`, {
    code: 'COLUMN_MISSING',
    suggestions: ['Name the columns with --columns or --feature-columns.'],
  });
}

/** DuckDB's failure to read a Parquet file, for the user. */
export function unreadableParquet(path: string, error: unknown): InputDataError {
  const message = (error as Error).message.split('\n', 1)[0] ?? '';
  return new InputDataError(`Cannot read ${path} as Parquet: ${message}`, {
    code: 'PARQUET_FORMAT',
    cause: error,
    suggestions: ['Check that the file is complete and that its name ends as its kind asks.'],
  });
}
