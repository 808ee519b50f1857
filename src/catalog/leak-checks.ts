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
  `SELECT count(*) FILTER (num_parts > 1) AS pair_in_two_parts,
     coalesce(sum(num_ratings) FILTER (num_parts = 0), 0)::BIGINT AS rating_without_part,
     coalesce(sum(num_parts) FILTER (num_ratings = 0), 0)::BIGINT AS part_without_rating
   FROM (
     SELECT sum(is_part)::BIGINT AS num_parts, sum(1 - is_part)::BIGINT AS num_ratings FROM (
       SELECT ${PAIR} AS pair, 1 AS is_part FROM out_of_step_parts
       UNION ALL SELECT ${PAIR}, 0 FROM out_of_step_ratings)
     GROUP BY pair)`,
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

/**
 * Rows that are not one after the other, ascending and the same on both sides. Both tables are stored in order, so
 * there are none if all is well, and then no pair is missing or twice, whatever order they were read in.
 */
const OUT_OF_STEP = `
SELECT count(*) AS n FROM (
  SELECT p.pair, r.pair AS rated, lag(p.pair) OVER () AS before
  FROM (FROM checked_parts SELECT ${PAIR} AS pair) p
    POSITIONAL JOIN (FROM checked_ratings SELECT ${PAIR} AS pair) r)
WHERE pair IS DISTINCT FROM rated OR pair <= before`;

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
  const outOfStep = await catalog.row<{ n: number }>(OUT_OF_STEP);
  for (const table of ['parts', 'ratings']) {
    await catalog.run(
      `CREATE TEMP VIEW out_of_step_${table} AS FROM checked_${table} WHERE ${outOfStep?.n !== 0}`,
    );
  }
  const checks: LeakCheck[] = [];
  for (const sql of CHECKS) {
    const row = await catalog.row<Record<string, number>>(sql);
    for (const [name, violations] of Object.entries(row ?? {})) checks.push({ name, violations });
  }
  await catalog.run('DROP VIEW out_of_step_parts; DROP VIEW out_of_step_ratings');
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
