import { appendRows } from '../../catalog/bulk.js';
import type { Database } from '../../catalog/database.js';
import type { FeatureSource } from '../../sources/feature-source.js';

/** Loads the ids of the features into table `feature_rows` (position in the file, product_id). */
export async function stageFeatureIds(database: Database, source: FeatureSource): Promise<void> {
  await database.run('CREATE TEMP TABLE feature_rows (position UINTEGER, product_id VARCHAR)');
  let start = 0;
  for await (const ids of source.ids()) {
    const first = start;
    await appendRows(database, 'feature_rows', ids.length, [
      (row) => first + row,
      (row) => ids[row] ?? null,
    ]);
    start += ids.length;
  }
}
