import { listValue } from '@duckdb/node-api';
import { appendRows } from './bulk.js';
import type { Catalog } from './connection.js';

export interface Embeddings {
  /** Row after row, `rowLength` numbers each; row i belongs to user or product i. */
  rows: Float32Array;
  rowLength: number;
  /** Numbers of a row that are its vector. Where there is one more, it is the bias. */
  dim: number;
  /** Warm or cold for each row; as codes, 0 is warm and 1 is cold. */
  part: readonly ('warm' | 'cold')[] | Uint8Array;
}

/** Stores the embeddings of a run's users or products, replacing those stored before. */
export async function replaceEmbeddings(
  catalog: Catalog,
  runId: string,
  kind: 'user' | 'product',
  { rows, rowLength, dim, part }: Embeddings,
): Promise<void> {
  if (rows.length !== part.length * rowLength) {
    throw new RangeError(`${rows.length} values for ${part.length} rows of ${rowLength}`);
  }
  await catalog.run('DELETE FROM embeddings WHERE run_id = $runId AND kind = $kind', {
    runId,
    kind,
  });
  await appendRows(catalog, 'embeddings', part.length, [
    () => runId,
    () => kind,
    (row) => row,
    (row) => (part[row] === 1 || part[row] === 'cold' ? 'cold' : 'warm'),
    (row) => listValue(Array.from(rows.subarray(row * rowLength, row * rowLength + dim))),
    (row) => (rowLength > dim ? rows[row * rowLength + dim]! : null),
  ]);
}
