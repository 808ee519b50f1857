import { appendRows } from './bulk.js';
import type { Catalog } from './connection.js';

export interface RecommendationRow {
  userIndex: number;
  /** 1 is best. */
  rank: number;
  productIndex: number;
  score: number;
  part: 'warm' | 'cold';
}

/** Stores recommendations of a run; whatever it held for the same users is replaced. */
export async function replaceRecommendations(
  catalog: Catalog,
  runId: string,
  rows: readonly RecommendationRow[],
): Promise<void> {
  const users = [...new Set(rows.map((row) => row.userIndex))];
  await catalog.run(
    `DELETE FROM recommendations WHERE run_id = $runId
     AND user_index IN (SELECT unnest(from_json($users, '["UINTEGER"]')))`,
    { runId, users: JSON.stringify(users) },
  );
  const column = (name: keyof RecommendationRow) => (row: number) => rows[row]?.[name] ?? null;
  await appendRows(catalog, 'recommendations', rows.length, [
    () => runId,
    column('userIndex'),
    column('rank'),
    column('productIndex'),
    column('score'),
    column('part'),
  ]);
}
