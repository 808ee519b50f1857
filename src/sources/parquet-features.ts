import type { Database } from '../catalog/database.js';
import { readFloatLists } from '../catalog/bulk.js';
import { InputDataError, VasgError } from '../errors.js';
import {
  rowsPerBlock,
  type FeatureBlock,
  type FeatureSource,
  type Reserve,
} from './feature-source.js';
import { parquetColumn, parquetColumns, unreadableParquet } from './parquet-columns.js';
import { sqlName, sqlPath } from './ratings-scan.js';

/** What the columns of a Parquet file of features are called. */
export interface FeatureColumns {
  id: string;
  feature: string;
}

/** A Parquet file with an id column and a column of lists or arrays of numbers. Throws InputDataError. */
export async function openParquetFeatures(
  database: Database,
  path: string,
  columns: FeatureColumns,
): Promise<FeatureSource> {
  const present = await parquetColumns(database, path);
  parquetColumn(present, columns.id, path);
  const { type } = parquetColumn(present, columns.feature, path);
  if (!/^(FLOAT|DOUBLE)\[\d*\]$/.test(type)) {
    throw new InputDataError(
      `${path}: column "${columns.feature}" is of type ${type}, not a list of FLOAT or DOUBLE.`,
      { code: 'COLUMN_TYPE', suggestions: ['Save each vector as a list of float32 values.'] },
    );
  }
  const feature = sqlName(columns.feature);
  const shape = await database.row<{ rows: number; dim: number | null }>(
    `SELECT count(*) AS rows, any_value(len(${feature})) AS dim FROM read_parquet(${sqlPath(path)})`,
  );
  const { rows = 0, dim = 0 } = shape ?? {};
  if (dim === null || dim === 0) {
    throw new InputDataError(`${path} holds no feature vectors.`, { code: 'NO_FEATURES' });
  }
  const source = new ParquetFeatures(database, path, columns, rows, dim);
  await source.checkLengths();
  return source;
}

class ParquetFeatures implements FeatureSource {
  constructor(
    private readonly database: Database,
    readonly path: string,
    private readonly columns: FeatureColumns,
    readonly rows: number,
    readonly dim: number,
  ) {}

  async checkLengths(): Promise<void> {
    const feature = sqlName(this.columns.feature);
    const odd = await this.database.row<{ row: number; length: number | null }>(
      `SELECT file_row_number AS "row", len(${feature}) AS length FROM ${this.scan()}
       WHERE len(${feature}) IS DISTINCT FROM ${this.dim} ORDER BY ALL LIMIT 1`,
    );
    if (odd === undefined) return;
    const what = odd.length === null ? 'no vector' : `a vector of length ${odd.length}`;
    throw new InputDataError(
      `${this.path}, ${this.locate(odd.row)} has ${what}; other rows have ${this.dim} values.`,
      { code: 'FEATURES_FORMAT', suggestions: ['Give every product a vector of the same length.'] },
    );
  }

  async *ids(): AsyncIterable<readonly string[]> {
    const rows = await this.database.rows<{ id: string | null }>(
      `SELECT ${sqlName(this.columns.id)}::VARCHAR AS id FROM ${this.scan()} ORDER BY file_row_number`,
    );
    const missing = rows.findIndex(({ id }) => id === null || id === '');
    if (missing >= 0) {
      throw new InputDataError(`${this.path}, ${this.locate(missing)} has no id.`, {
        code: 'FEATURE_IDS',
      });
    }
    yield rows.map(({ id }) => id ?? '');
  }

  async *blocks(reserve: Reserve): AsyncIterable<FeatureBlock> {
    const sql = `SELECT file_row_number, ${sqlName(this.columns.feature)}::FLOAT[] FROM ${this.scan()}`;
    const strideBytes = this.dim * 4;
    const buffer = reserve(rowsPerBlock(this.dim) * strideBytes);
    try {
      for await (const { start, values } of readFloatLists(this.database, sql, this.dim)) {
        const bytes = new Uint8Array(values.buffer);
        for (let at = 0; at < bytes.byteLength; at += buffer.byteLength) {
          const part = bytes.subarray(at, at + buffer.byteLength);
          buffer.set(part);
          yield {
            start: start + at / strideBytes,
            rows: part.byteLength / strideBytes,
            memory: buffer.subarray(0, part.byteLength),
            offsetBytes: 0,
            strideBytes,
          };
        }
      }
    } catch (error) {
      throw error instanceof VasgError ? error : unreadableParquet(this.path, error);
    }
  }

  locate(row: number): string {
    return `row ${row + 1}`;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private scan(): string {
    return `read_parquet(${sqlPath(this.path)}, file_row_number = true)`;
  }
}
