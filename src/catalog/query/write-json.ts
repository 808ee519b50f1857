import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { asStorageError } from '../../errors.js';
import type { Catalog } from '../connection.js';
import type { Row } from '../cell.js';

/**
 * Writes the rows of a query as one JSON array, a row a line. NaN and infinities become null, integers
 * beyond 2^53 strings, timestamps ISO 8601 in UTC.
 */
export async function writeJsonRows(
  catalog: Catalog,
  sql: string,
  path: string,
  convert: (row: Row) => Row,
): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    let separator = '[\n';
    for await (const rows of catalog.rowBatches(sql)) {
      let text = '';
      for (const row of rows) {
        text += `${separator}${JSON.stringify(convert(row))}`;
        separator = ',\n';
      }
      yield text;
    }
    yield separator === '[\n' ? '[]\n' : '\n]\n';
  }
  try {
    await writeFile(path, Readable.from(lines()));
  } catch (error) {
    throw asStorageError(error, path);
  }
}
