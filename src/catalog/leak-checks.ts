import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';

export interface LeakCheck {
  name: string;
  /** 0 means passed. */
  violations: number;
}

/** One number for a pair of indices: faster to group and to join by than two. */
const PAIR = 'user_index::UBIGINT << 32 | product_index';
const HELD_OUT = `part IN ('validation_warm', 'validation_cold', 'test_warm', 'test_cold')`;

/**
 * Each column counts what must not be. They see the stored rows alone, not the code that made them: table
 * `checked_parts` is the split and `checked_ratings` the data set as they are in the catalog.
 */
const CHECKS = [
  `SELECT count(*) AS pair_in_two_parts
   FROM (FROM checked_parts SELECT 1 GROUP BY ${PAIR} HAVING count(*) > 1)`,
  `SELECT count(*) FILTER (s.pair IS NULL) AS rating_without_part,
     count(*) FILTER (r.pair IS NULL) AS part_without_rating
   FROM (FROM checked_ratings SELECT ${PAIR} AS pair) r
     FULL JOIN (FROM checked_parts SELECT ${PAIR} AS pair) s USING (pair)`,
  `SELECT coalesce(sum(cold) FILTER (is_trained), 0)::BIGINT AS cold_product_with_training_edge,
     coalesce(sum(warm) FILTER (NOT is_trained), 0)::BIGINT AS warm_product_without_training_edge
   FROM (FROM checked_parts SELECT bool_or(part = 'train') AS is_trained,
     count(*) FILTER (part IN ('validation_cold', 'test_cold')) AS cold,
     count(*) FILTER (part IN ('validation_warm', 'test_warm')) AS warm
   GROUP BY product_index)`,
  `SELECT coalesce(sum(held_out) FILTER (NOT is_trained), 0)::BIGINT AS tested_user_without_training_edge,
     count(*) FILTER (tested > 1) AS user_with_two_test_pairs,
     coalesce(sum(held_out) FILTER (num_ratings < tested_min_products), 0)::BIGINT
       AS tested_user_with_too_few_ratings
   FROM (FROM checked_parts SELECT user_index, bool_or(part = 'train') AS is_trained,
     count(*) FILTER (${HELD_OUT}) AS held_out,
     count(*) FILTER (part IN ('test_warm', 'test_cold')) AS tested
   GROUP BY user_index)
   LEFT JOIN (FROM checked_ratings SELECT user_index, count(*) AS num_ratings GROUP BY user_index)
     USING (user_index)
   CROSS JOIN checked_split`,
];

const TABLES = {
  checked_split: `SELECT tested_min_products FROM splits WHERE dataset = $dataset AND split = $split`,
  checked_parts: `SELECT user_index, product_index, part FROM split_ratings
    WHERE dataset = $dataset AND split = $split`,
  checked_ratings: `SELECT user_index, product_index FROM ratings WHERE dataset = $dataset`,
};

/** Looks for leaks in a stored split and records the outcome. */
export async function runLeakChecks(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<LeakCheck[]> {
  const checkedAt = new Date().toISOString();
  const checks = await countViolations(catalog, dataset, split);
  for (const { name, violations } of checks) {
    await insertRow(catalog, 'leak_checks', {
      dataset,
      split,
      check_name: name,
      violations,
      checked_at: checkedAt,
    });
  }
  return checks;
}

async function countViolations(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<LeakCheck[]> {
  for (const [table, sql] of Object.entries(TABLES)) {
    const parameters = sql.includes('$split') ? { dataset, split } : { dataset };
    await catalog.run(`CREATE TEMP TABLE ${table} AS ${sql}`, parameters);
  }
  const checks: LeakCheck[] = [];
  for (const sql of CHECKS) {
    const row = await catalog.row<Record<string, number>>(sql);
    for (const [name, violations] of Object.entries(row ?? {})) checks.push({ name, violations });
  }
  for (const table of Object.keys(TABLES)) await catalog.run(`DROP TABLE ${table}`);
  return checks;
}

/** The recorded outcome for a split. */
export function readLeakChecks(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<LeakCheck[]> {
  return catalog.rows<LeakCheck>(
    `SELECT check_name AS name, violations FROM leak_checks
     WHERE dataset = $dataset AND split = $split ORDER BY name`,
    { dataset, split },
  );
}
