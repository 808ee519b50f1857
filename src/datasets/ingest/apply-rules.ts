import type { Database } from '../../catalog/database.js';
import { InputDataError } from '../../errors.js';
import { dropOutside, type Outside } from './drop-outside.js';
import type { IngestReport } from './ingest-report.js';
import { dropFeatureless, dropSuperseded, numberRatings } from './number-ratings.js';

export interface IngestRules {
  /** Users with fewer distinct products are dropped. */
  minProducts: number;
  /** Keep products with a feature that nobody rated: they can be recommended, never evaluated. */
  keepUnrated: boolean;
  /** Fail when a rated product has no feature, instead of dropping its ratings. */
  requireFeatures: boolean;
}

export interface ApplicableRules extends IngestRules {
  /** Whether table `category_products` says which products are wanted. */
  hasCategory: boolean;
}

type RuleReport = Pick<IngestReport, 'ratings' | 'users' | 'products'>;

/** How many ids of products without feature are shown. */
const NUM_SHOWN_IDS = 5;

/**
 * Turns `raw_ratings` and `feature_rows` into `kept_users`, `kept_products` and `kept_ratings`; the first two have dense
 * indices, by ascending id in byte order. Where there is a table `category_products`, everything about other products
 * goes first. The rules, in this order:
 *
 * 1. Of several ratings of one product by one user the latest stays; of equally late ones the last in the
 *    file. A rating without time is older than any with one.
 * 2. Ratings of products without feature go.
 * 3. Users with fewer than `minProducts` products go.
 * 4. Products without a rating go, unless `keepUnrated`.
 */
export async function applyRules(database: Database, rules: ApplicableRules): Promise<RuleReport> {
  const outside = await dropOutside(database, rules.hasCategory);
  const missing = await findMissingFeatures(database, rules);
  if (rules.requireFeatures && missing.products > 0) throw missingFeatures(missing);
  await numberRatings(database, rules.minProducts);
  await dropSuperseded(database);
  await dropFeatureless(database);
  await selectUsers(database, rules.minProducts);
  await selectProducts(database, rules.keepUnrated);
  await database.run('ALTER TABLE compared_ratings RENAME TO kept_ratings');

  const counts = await countRows(database);
  const report = reportOf(outside, missing, counts);
  if (counts.kept === 0) throw nothingLeft(report.ratings.ofDroppedUsers, rules, missing);
  return report;
}

/** What each rule took, from what was left before and after it. */
function reportOf(outside: Outside, missing: MissingFeatures, counts: Counts): RuleReport {
  const withoutFeature = counts.withoutFeature - counts.supersededWithoutFeature;
  return {
    ratings: {
      read: outside.ratings + counts.raw,
      outsideCategory: outside.ratings,
      duplicates: counts.superseded,
      withoutFeature,
      ofDroppedUsers: counts.raw - counts.superseded - withoutFeature - counts.kept,
      kept: counts.kept,
    },
    users: {
      read: outside.users + counts.users,
      outsideCategory: outside.users,
      belowMinimum: counts.users - counts.keptUsers,
      kept: counts.keptUsers,
    },
    products: {
      outsideCategory: outside.products,
      withoutFeature: missing.products,
      withoutFeatureIds: missing.ids,
      unrated: counts.featuredProducts - counts.ratedProducts,
      kept: counts.keptProducts,
    },
  };
}

export interface MissingFeatures {
  /** How many, and the first of their ids. */
  products: number;
  ids: readonly string[];
}

/** Rule 2. */
async function findMissingFeatures(
  database: Database,
  { hasCategory }: ApplicableRules,
): Promise<MissingFeatures> {
  const wanted = hasCategory ? 'SEMI JOIN category_products USING (product_id)' : '';
  await database.run(`
CREATE TEMP TABLE featured_products AS SELECT DISTINCT product_id FROM feature_rows ${wanted};
CREATE TEMP TABLE featureless_products AS
SELECT product_id, count(*) AS num_ratings
FROM raw_ratings ANTI JOIN featured_products USING (product_id) GROUP BY product_id`);
  const row = await database.row<MissingFeatures>(`
SELECT count(*) AS products,
  coalesce(list(product_id ORDER BY product_id)[:${NUM_SHOWN_IDS}], []) AS ids
FROM featureless_products`);
  return row ?? { products: 0, ids: [] };
}

/** Rule 3, and the ratings that it leaves. */
async function selectUsers(database: Database, minProducts: number): Promise<void> {
  await database.run(`
CREATE TEMP TABLE kept_users AS
SELECT (row_number() OVER (ORDER BY user_number) - 1)::UINTEGER AS user_index, user_id, num_ratings,
  user_number
FROM (
  SELECT user_number, count(*)::UINTEGER AS num_ratings
  FROM compared_ratings GROUP BY user_number HAVING num_ratings >= ${minProducts})
JOIN compared_users USING (user_number);
DELETE FROM compared_ratings WHERE user_number IN (
  SELECT user_number FROM compared_users ANTI JOIN kept_users USING (user_number))`);
}

/** Rule 4. */
async function selectProducts(database: Database, keepUnrated: boolean): Promise<void> {
  await database.run(`
CREATE TEMP TABLE kept_products AS
SELECT (row_number() OVER (ORDER BY product_number) - 1)::UINTEGER AS product_index, product_id,
  coalesce(num_ratings, 0)::UINTEGER AS num_ratings, product_number
FROM numbered_products LEFT JOIN (
  SELECT product_number, count(*) AS num_ratings
  FROM compared_ratings GROUP BY product_number)
USING (product_number)
WHERE has_feature AND (num_ratings > 0 OR ${keepUnrated})`);
}

/** Ids of `kept_products` in the order of their indices. */
export async function keptProductIds(database: Database): Promise<string[]> {
  const rows = await database.rows<{ id: string }>(
    'SELECT product_id AS id FROM kept_products ORDER BY product_index',
  );
  return rows.map(({ id }) => id);
}

type Counts = Record<
  | 'raw'
  | 'superseded'
  | 'withoutFeature'
  | 'supersededWithoutFeature'
  | 'kept'
  | 'users'
  | 'keptUsers'
  | 'featuredProducts'
  | 'ratedProducts'
  | 'keptProducts',
  number
>;

async function countRows(database: Database): Promise<Counts> {
  const row = await database.row<Counts>(`
SELECT (SELECT count(*) FROM raw_ratings) AS raw,
  (SELECT count(*) FROM superseded) AS superseded,
  (SELECT coalesce(sum(num_ratings), 0)::BIGINT FROM featureless_products) AS "withoutFeature",
  (SELECT count(*) FROM superseded JOIN numbered_products USING (product_number)
    WHERE NOT has_feature) AS "supersededWithoutFeature",
  (SELECT count(*) FROM kept_ratings) AS kept,
  (SELECT count(*) FROM raw_users) AS users,
  (SELECT count(*) FROM kept_users) AS "keptUsers",
  (SELECT count(*) FROM featured_products) AS "featuredProducts",
  (SELECT count(*) FROM kept_products WHERE num_ratings > 0) AS "ratedProducts",
  (SELECT count(*) FROM kept_products) AS "keptProducts"`);
  if (row === undefined) throw new Error('a query of counts gave no row');
  return row;
}

/** Rated products have no feature although they are required to. */
export function missingFeatures({ products, ids }: MissingFeatures): InputDataError {
  return new InputDataError(
    `${products} rated products have no feature, the first of them: ${ids.join(', ')}.`,
    {
      code: 'FEATURES_MISSING',
      suggestions: ['Leave out --require-features to drop their ratings and count them.'],
    },
  );
}

function nothingLeft(
  featuredRatings: number,
  { minProducts }: IngestRules,
  missing: MissingFeatures,
): InputDataError {
  if (featuredRatings > 0) {
    return new InputDataError(
      `No ratings are left: no user has ${minProducts} or more products that have a feature.`,
      { code: 'NO_RATINGS', suggestions: ['Lower --min-products.'] },
    );
  }
  return new InputDataError(
    `No ratings are left: none of the ${missing.products} rated products has a feature ` +
      `(e.g. ${missing.ids.join(', ')}).`,
    {
      code: 'NO_RATINGS',
      suggestions: ['Check that ratings and features write product ids in the same way.'],
    },
  );
}
