import { join } from 'node:path';
import { withCatalog } from '../../src/catalog/connection.js';
import type { IngestInput } from '../../src/datasets/ingest/ingest-input.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { silentProgress } from '../../src/progress/progress.js';
import { openNpy } from '../../src/sources/npy.js';
import { writeInput } from './feature-files.js';
import { temporaryFolder } from './workspace.js';

export const ingestInto = (input: IngestInput, workspace: string) =>
  ingest(input, { workspace, progress: silentProgress });

/** Ratings without a header, as in the Amazon data of 2014. */
export const ratingsCsv = (text: string): IngestInput['ratings'] => ({
  path: writeInput(temporaryFolder(), 'ratings.csv', text),
  format: 'amazon-2014',
});

/** Rules that drop nobody. */
export const anyCount = { minProducts: 1, keepUnrated: false, requireFeatures: false };

/** The stored ratings by id: `[user, product, rating, time]`. */
export function storedRatings(workspace: string): Promise<unknown[][]> {
  return withCatalog(workspace, 'read', async (catalog) => {
    const rows = await catalog.rows<Record<string, unknown>>(
      `SELECT user_id, product_id, rating, rated_at FROM ratings
       JOIN users USING (dataset, user_index) JOIN products USING (dataset, product_index)
       ORDER BY user_index, product_index`,
    );
    return rows.map((row) => Object.values(row));
  });
}

/** The stored features, row = product index. */
export async function storedFeatures(workspace: string, file: string): Promise<number[][]> {
  const matrix = await openNpy(join(workspace, file));
  const rows: number[][] = [];
  for (let row = 0; row < matrix.rows; row++) rows.push(Array.from(await matrix.read(row, 1)));
  await matrix.close();
  return rows;
}
