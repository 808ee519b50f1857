import {
  arrayValue,
  DuckDBDataChunk,
  DuckDBEnumType,
  type DuckDBListVector,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
} from '@duckdb/node-api';
import type { Database, SqlParameters } from './database.js';
import { translateDuckDbError } from './duckdb-errors.js';
import { isWithoutNulls, valuesOf, type NumericArray } from './vector-values.js';

/** DuckDB's vector size: the most rows that one chunk holds. */
const CHUNK_ROWS = 2048;

/** The value of one column at a row, 0-based. */
export type ColumnReader = (row: number) => DuckDBValue;

/** A reader, or the numbers of all rows: as many for each as the arrays of the column are long, else one. */
export type Column = ColumnReader | NumericArray;

/**
 * Appends rows to `table`, the columns in the table's order, in whole chunks (row by row is many times slower). The
 * numbers of a column of an ENUM are its codes.
 */
export async function appendRows(
  database: Database,
  table: string,
  numRows: number,
  columns: readonly Column[],
): Promise<void> {
  try {
    const appender = await database.connection.createAppender(table);
    try {
      const types = columns.map((_, index): DuckDBType => appender.columnType(index));
      // Numbers take the place of those before them, while text would pile up behind the chunk.
      const isReusable = columns.every((column) => typeof column !== 'function');
      let chunk: DuckDBDataChunk | undefined;
      for (let start = 0; start < numRows; start += CHUNK_ROWS) {
        const length = Math.min(CHUNK_ROWS, numRows - start);
        if (!isReusable || chunk?.rowCount !== length)
          chunk = DuckDBDataChunk.create(types, length);
        for (const [index, column] of columns.entries()) {
          const vector = chunk.getColumnVector(index);
          if (typeof column === 'function') setItems(vector, length, (row) => column(start + row));
          else setNumbers(vector, column, { start, length, numRows });
          vector.flush();
        }
        appender.appendDataChunk(chunk);
      }
    } finally {
      appender.closeSync();
    }
  } catch (error) {
    throw translateDuckDbError(error, database.path);
  }
}

function setItems(vector: DuckDBVector, length: number, read: ColumnReader): void {
  for (let row = 0; row < length; row++) vector.setItem(row, read(row));
}

function setNumbers(
  vector: DuckDBVector,
  numbers: NumericArray,
  { start, length, numRows }: { start: number; length: number; numRows: number },
): void {
  const width = numbers.length / numRows;
  const wanted = numbers.subarray(start * width, (start + length) * width);
  const values = valuesOf(vector, wanted);
  if (values !== undefined) values.set(wanted);
  else if (vector.type instanceof DuckDBEnumType) {
    const names = vector.type.values;
    setItems(vector, length, (row) => names[wanted[row]!]!);
  } else if (width === 1) setItems(vector, length, (row) => wanted[row]!);
  else {
    const ofRow = (row: number): NumericArray => wanted.subarray(row * width, (row + 1) * width);
    setItems(vector, length, (row) => arrayValue(Array.from(ofRow(row))));
  }
}

type NumericArrayType = new (length: number) => NumericArray;
type InstancesOf<T extends readonly NumericArrayType[]> = {
  -readonly [K in keyof T]: InstanceType<T[K]>;
};

/**
 * A whole numeric result, one typed array per column in the order of `types`. NULL becomes NaN in a
 * Float32Array and 0 elsewhere.
 */
export async function readNumericColumns<const T extends readonly NumericArrayType[]>(
  database: Database,
  types: T,
  sql: string,
  parameters?: SqlParameters,
): Promise<InstancesOf<T>> {
  const result = await database.execute(sql, parameters);
  const arrays = types.map((type) => new type(result.rowCount));
  let start = 0;
  for (let index = 0; index < result.chunkCount; index++) {
    const chunk = result.getChunk(index);
    // Asked once: each time is a call out of JavaScript.
    const length = chunk.rowCount;
    for (const [column, array] of arrays.entries()) {
      const vector = chunk.getColumnVector(column);
      const values = isWithoutNulls(vector) ? valuesOf(vector, array) : undefined;
      if (values !== undefined) array.set(values, start);
      else {
        for (let row = 0; row < length; row++) {
          array[start + row] = (vector.getItem(row) as number | null) ?? NaN;
        }
      }
    }
    start += length;
  }
  return arrays as InstancesOf<T>;
}

/** Inserts one row; the record's keys are the table's columns. */
export async function insertRow(
  database: Database,
  table: string,
  record: SqlParameters,
): Promise<void> {
  const columns = Object.keys(record);
  const values = columns.map((column) => `$${column}`);
  await database.run(`INSERT INTO ${table} (${columns.join()}) VALUES (${values.join()})`, record);
}

/**
 * Streams a result of a row number and a list of `dim` floats (NULL becomes NaN). Each chunk must hold
 * consecutive row numbers, as those of a Parquet file do; chunks may come in any order.
 */
export async function* readFloatLists(
  database: Database,
  sql: string,
  dim: number,
): AsyncGenerator<{ start: number; values: Float32Array }> {
  for await (const chunk of database.stream(sql)) {
    const lists = chunk.getColumnVector(1) as DuckDBListVector;
    const items = lists.childVector;
    const length = chunk.rowCount;
    const values = new Float32Array(length * dim);
    for (let row = 0; row < length; row++) {
      const offset = lists.getEntryOffset(row);
      for (let i = 0; i < dim; i++) {
        values[row * dim + i] = (items.getItem(offset + i) as number | null) ?? NaN;
      }
    }
    yield { start: Number(chunk.getColumnVector(0).getItem(0)), values };
  }
}
