import { listValue } from '@duckdb/node-api';
import { appendRows } from './bulk.js';
import type { Catalog } from './connection.js';

export interface Embeddings {
  /** Row after row; row i belongs to user or product i. */
  vectors: Float32Array;
  dim: number;
  /** Warm or cold for each row; as codes, 0 is warm and 1 is cold. */
  part: readonly ('warm' | 'cold')[] | Uint8Array;
}

/** Stores the embeddings of a run's users or products, replacing those stored before. */
export async function replaceEmbeddings(
  catalog: Catalog,
  runId: string,
  kind: 'user' | 'product',
  { vectors, dim, part }: Embeddings,
): Promise<void> {
  if (vectors.length !== part.length * dim) {
    throw new RangeError(`${vectors.length} values for ${part.length} rows of ${dim}`);
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
    (row) => listValue(Array.from(vectors.subarray(row * dim, (row + 1) * dim))),
  ]);
}
