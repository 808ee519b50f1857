import { productLeaks, userLeaks, type Leaks } from '../splitting/leaks.js';
import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';
import { readRatedPairsAsStored } from './ratings.js';
import { readParts } from './split-counts.js';
import { requireSplit } from './splits.js';
import { areEqual, isAscending } from './stored-order.js';

export interface LeakCheck {
  name: string;
  /** 0 means passed. */
  violations: number;
}

/** Pairs that both tables do not hold once each, whatever order they are in. */
const UNEQUAL_PAIRS = `
SELECT count(*) FILTER (num_parts > 1) AS pair_in_two_parts,
  coalesce(sum(num_ratings) FILTER (num_parts = 0), 0)::BIGINT AS rating_without_part,
  coalesce(sum(num_parts) FILTER (num_ratings = 0), 0)::BIGINT AS part_without_rating
FROM (
  SELECT sum(is_part)::BIGINT AS num_parts, sum(1 - is_part)::BIGINT AS num_ratings FROM (
    SELECT user_index, product_index, 1 AS is_part FROM split_ratings
    WHERE dataset = $dataset AND split = $split
    UNION ALL SELECT user_index, product_index, 0 FROM ratings WHERE dataset = $dataset)
  GROUP BY user_index, product_index)`;

/** Looks for leaks in a stored split and records the outcome. */
export async function runLeakChecks(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<LeakCheck[]> {
  const checkedAt = new Date().toISOString();
  const leaks = await findLeaks(catalog, dataset, split);
  const checks = Object.entries(leaks).map(([name, violations]) => ({ name, violations }));
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

/** The checks see the rows as they are in the catalog, not the code that made them. */
async function findLeaks(catalog: Catalog, dataset: string, split: string): Promise<Leaks> {
  const { testedMinProducts } = await requireSplit(catalog, dataset, split);
  const parts = await readParts(catalog, dataset, split);
  const rated = await readRatedPairsAsStored(catalog, dataset);
  // Both tables are stored in order: then no pair is missing or twice, and nothing has to be joined.
  const areSame = isAscending(parts) && areEqual(parts, rated);
  const pairLeaks = areSame
    ? { pair_in_two_parts: 0, rating_without_part: 0, part_without_rating: 0 }
    : await catalog.row<Leaks>(UNEQUAL_PAIRS, { dataset, split });
  return {
    ...pairLeaks,
    ...productLeaks(parts),
    ...userLeaks(parts, rated.userIndex, testedMinProducts),
  };
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
