import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';

export interface LeakCheck {
  name: string;
  /** 0 means passed. */
  violations: number;
}

const PARTS = `(SELECT * FROM split_ratings WHERE dataset = $dataset AND split = $split)`;
const TRAIN = `(FROM ${PARTS} WHERE part = 'train')`;
const FEW_RATINGS = `(FROM ratings JOIN splits USING (dataset) SELECT user_index
  WHERE dataset = $dataset AND split = $split
  GROUP BY user_index, tested_min_products HAVING count(*) < tested_min_products)`;
const HELD_OUT = `part IN ('validation_warm', 'validation_cold', 'test_warm', 'test_cold')`;

/** Each query counts what must not be. They see the stored rows alone, not the code that made them. */
const CHECKS: Readonly<Record<string, string>> = {
  pair_in_two_parts: `SELECT count(*) AS n FROM
    (FROM ${PARTS} SELECT 1 GROUP BY user_index, product_index HAVING count(*) > 1)`,
  rating_without_part: `SELECT count(*) AS n FROM ratings r
    ANTI JOIN ${PARTS} s USING (user_index, product_index) WHERE r.dataset = $dataset`,
  part_without_rating: `SELECT count(*) AS n FROM ${PARTS} s
    ANTI JOIN ratings r USING (dataset, user_index, product_index)`,
  cold_product_with_training_edge: `SELECT count(*) AS n FROM ${PARTS} s
    SEMI JOIN ${TRAIN} t USING (product_index) WHERE s.part IN ('validation_cold', 'test_cold')`,
  warm_product_without_training_edge: `SELECT count(*) AS n FROM ${PARTS} s
    ANTI JOIN ${TRAIN} t USING (product_index) WHERE s.part IN ('validation_warm', 'test_warm')`,
  tested_user_without_training_edge: `SELECT count(*) AS n FROM ${PARTS} s
    ANTI JOIN ${TRAIN} t USING (user_index) WHERE ${HELD_OUT}`,
  user_with_two_test_pairs: `SELECT count(*) AS n FROM (FROM ${PARTS} SELECT 1
    WHERE part IN ('test_warm', 'test_cold') GROUP BY user_index HAVING count(*) > 1)`,
  tested_user_with_too_few_ratings: `SELECT count(*) AS n FROM ${PARTS} s
    SEMI JOIN ${FEW_RATINGS} f USING (user_index) WHERE ${HELD_OUT}`,
};

/** Looks for leaks in a stored split and records the outcome. */
export async function runLeakChecks(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<LeakCheck[]> {
  const checkedAt = new Date().toISOString();
  const checks: LeakCheck[] = [];
  for (const [name, sql] of Object.entries(CHECKS)) {
    const row = await catalog.row<{ n: number }>(sql, { dataset, split });
    const violations = row?.n ?? 0;
    await insertRow(catalog, 'leak_checks', {
      dataset,
      split,
      check_name: name,
      violations,
      checked_at: checkedAt,
    });
    checks.push({ name, violations });
  }
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
