import { productLeaks, userLeaks, type Leaks } from '../splitting/leaks.js';
import type { StoredParts } from '../splitting/stored-parts.js';
import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';
import { readRatedPairsAsStored } from './ratings.js';
import type { SplitRecord } from './splits.js';
import { areEqual, isAscending, type PairColumns } from './stored-order.js';

export interface LeakCheck {
  name: string;
  /** 0 means passed. */
  violations: number;
}

type LeakCheckedSplit = Pick<SplitRecord, 'dataset' | 'split' | 'testedMinProducts'>;

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

/** Looks for leaks in a stored split, whose rows were read back as `parts`, and records the outcome. */
export async function runLeakChecks(
  catalog: Catalog,
  { dataset, split, testedMinProducts }: LeakCheckedSplit,
  parts: StoredParts,
): Promise<LeakCheck[]> {
  const checkedAt = new Date().toISOString();
  const rated = await readRatedPairsAsStored(catalog, dataset);
  // The checks see the rows as they are in the catalog, not the code that made them.
  const leaks = {
    ...(await pairLeaks(catalog, { dataset, split }, { parts, rated })),
    ...productLeaks(parts),
    ...userLeaks(parts, rated.userIndex, testedMinProducts),
  };
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

/** Both tables are stored in order: then no pair is missing or twice, and nothing has to be joined. */
async function pairLeaks(
  catalog: Catalog,
  names: { dataset: string; split: string },
  { parts, rated }: { parts: StoredParts; rated: PairColumns },
): Promise<Leaks> {
  if (isAscending(parts) && areEqual(parts, rated)) {
    return { pair_in_two_parts: 0, rating_without_part: 0, part_without_rating: 0 };
  }
  return (await catalog.row<Leaks>(UNEQUAL_PAIRS, names)) ?? {};
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
