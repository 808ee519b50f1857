import { appendRows } from '../../catalog/bulk.js';
import type { Database } from '../../catalog/database.js';
import { InputDataError } from '../../errors.js';
import type { FeatureSource } from '../../sources/feature-source.js';
import { isBlankId, mayBeBlankId } from './blank-id.js';

/**
 * Loads the ids of the features into table `feature_rows` (position in the file, product_id). Throws InputDataError for
 * an id that is blank.
 */
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
  await refuseBlank(database, source);
}

async function refuseBlank(database: Database, source: FeatureSource): Promise<void> {
  const row = await database.row<{ position: number }>(
    `SELECT position FROM feature_rows
     WHERE (${mayBeBlankId('product_id').join(' OR ')}) AND ${isBlankId('product_id')}
     ORDER BY position LIMIT 1`,
  );
  if (row === undefined) return;
  throw new InputDataError(
    `${source.path}, ${source.locate(row.position)}: the product id is empty, blank or holds a zero byte.`,
    { code: 'FEATURE_IDS', suggestions: ['Mend the id, or leave the product out.'] },
  );
}
