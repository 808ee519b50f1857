import { leadingColumns } from '../leading-columns.js';
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
  // Two of the columns are the same in every row: see `appendRows`.
  await catalog.run(
    `CREATE TEMP TABLE new_embeddings (entity_index UINTEGER, is_cold UTINYINT, vector FLOAT[${dim}], bias FLOAT)`,
  );
  const numRows = part.length;
  await appendRows(catalog, 'new_embeddings', numRows, [
    Uint32Array.from({ length: numRows }, (_, row) => row),
    Uint8Array.from(part, (is: unknown) => (is === 1 || is === 'cold' ? 1 : 0)),
    leadingColumns(rows, rowLength, dim),
    (row) => (rowLength > dim ? rows[row * rowLength + dim]! : null),
  ]);
  await catalog.run(
    `INSERT INTO embeddings SELECT $runId, $kind::node_kind, entity_index,
       CASE is_cold WHEN 1 THEN 'cold'::warmth ELSE 'warm'::warmth END, vector::FLOAT[], bias
     FROM new_embeddings`,
    { runId, kind },
  );
  await catalog.run('DROP TABLE new_embeddings');
}
