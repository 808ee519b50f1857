import type { Database } from '../catalog/database.js';
import { InputDataError } from '../errors.js';
import { parquetColumn, parquetColumns } from './parquet-columns.js';
import { sqlName, sqlPath, type RatingFields, type RatingsScan } from './ratings-scan.js';

/** Reads a Parquet file; ids may be text or integers. Throws InputDataError. */
export async function parquetRatings(
  database: Database,
  path: string,
  fields: RatingFields,
): Promise<RatingsScan> {
  const columns = await parquetColumns(database, path);
  for (const name of [fields.user, fields.product]) {
    const { type } = parquetColumn(columns, name, path);
    if (/^(DOUBLE|FLOAT|DECIMAL|STRUCT|MAP|BLOB)|\[\d*\]$/.test(type)) {
      throw new InputDataError(`${path}: column "${name}" is of type ${type}; ids must be text.`, {
        code: 'COLUMN_TYPE',
        suggestions: ['Save the ids as strings: a number such as 108775.0 has lost its zeros.'],
      });
    }
  }
  const text = (name: string | undefined): string =>
    name === undefined
      ? 'NULL::VARCHAR'
      : `${sqlName(parquetColumn(columns, name, path).name)}::VARCHAR`;
  return {
    path,
    sql: `SELECT ${text(fields.user)} AS user_id, ${text(fields.product)} AS product_id,
  ${text(fields.rating)} AS rating, ${text(fields.timestamp)} AS rated_at,
  false AS is_blank, false AS is_malformed
FROM read_parquet(${sqlPath(path)})`,
    hasRejects: false,
    fields,
    suggestions: [],
    locate: (record) => Promise.resolve(`row ${record + 1}`),
  };
}
