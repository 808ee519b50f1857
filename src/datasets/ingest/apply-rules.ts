import type { Database } from '../../catalog/database.js';
import { InputDataError } from '../../errors.js';
import type { IngestReport } from './ingest-report.js';

export interface IngestRules {
  /** Users with fewer distinct products are dropped. */
  minProducts: number;
  /** Keep products with a feature that nobody rated: they can be recommended, never evaluated. */
  keepUnrated: boolean;
  /** Fail when a rated product has no feature, instead of dropping its ratings. */
  requireFeatures: boolean;
}

/** How many ids of products without feature are shown. */
const NUM_SHOWN_IDS = 5;

/**
 * Turns `raw_ratings` and `feature_rows` into `users`, `products` and `ratings` with dense indices, by
 * ascending id in byte order. The rules, in this order:
 *
 * 1. Of several ratings of one product by one user the latest stays; of equally late ones the last in the
 *    file. A rating without time is older than any with one.
 * 2. Ratings of products without feature go.
 * 3. Users with fewer than `minProducts` products go.
 * 4. Products without a rating go, unless `keepUnrated`.
 */
export async function applyRules(
  database: Database,
  rules: IngestRules,
): Promise<Pick<IngestReport, 'ratings' | 'users' | 'products'>> {
  await mergeDuplicates(database);
  const missing = await findMissingFeatures(database);
  if (rules.requireFeatures && missing.products > 0) throw missingFeatures(missing);
  await selectUsers(database, rules.minProducts);
  await indexAll(database, rules.keepUnrated);

  const raw = await counts(database, 'raw_ratings', 'user_id');
  const distinct = await counts(database, 'distinct_ratings', 'user_id');
  const featured = await counts(database, 'featured_ratings', 'user_id');
  const kept = await counts(database, 'ratings', 'user_index');
  if (kept.ratings === 0) throw nothingLeft(featured.ratings, rules, missing);
  const products = await database.row<{ kept: number; unrated: number }>(
    `SELECT (SELECT count(*) FROM products) AS kept,
       (SELECT count(DISTINCT product_id) FROM feature_rows) -
       (SELECT count(DISTINCT product_index) FROM ratings) AS unrated`,
  );
  return {
    ratings: {
      read: raw.ratings,
      duplicates: raw.ratings - distinct.ratings,
      withoutFeature: distinct.ratings - featured.ratings,
      ofDroppedUsers: featured.ratings - kept.ratings,
      kept: kept.ratings,
    },
    users: { read: raw.users, belowMinimum: raw.users - kept.users, kept: kept.users },
    products: {
      withoutFeature: missing.products,
      withoutFeatureIds: missing.ids,
      unrated: products?.unrated ?? 0,
      kept: products?.kept ?? 0,
    },
  };
}

async function mergeDuplicates(database: Database): Promise<void> {
  await database.run(`
CREATE TABLE distinct_ratings AS
SELECT user_id, product_id, rating, rated_at FROM raw_ratings
QUALIFY row_number() OVER (
  PARTITION BY user_id, product_id ORDER BY rated_at DESC NULLS LAST, rowid DESC) = 1`);
}

interface MissingFeatures {
  products: number;
  ids: readonly string[];
}

async function findMissingFeatures(database: Database): Promise<MissingFeatures> {
  await database.run(`
CREATE TABLE featured_ratings AS
SELECT * FROM distinct_ratings SEMI JOIN feature_rows USING (product_id)`);
  const row = await database.row<MissingFeatures>(`
SELECT count(*) AS products, coalesce(list(product_id ORDER BY product_id)[:${NUM_SHOWN_IDS}], []) AS ids
FROM (SELECT DISTINCT product_id FROM distinct_ratings ANTI JOIN feature_rows USING (product_id))`);
  return row ?? { products: 0, ids: [] };
}

async function selectUsers(database: Database, minProducts: number): Promise<void> {
  await database.run(`
CREATE TABLE users AS
SELECT (row_number() OVER (ORDER BY user_id) - 1)::UINTEGER AS user_index, user_id,
  count(*)::UINTEGER AS num_ratings
FROM featured_ratings GROUP BY user_id HAVING count(*) >= ${minProducts}`);
}

async function indexAll(database: Database, keepUnrated: boolean): Promise<void> {
  await database.run(`
CREATE TABLE products AS
SELECT (row_number() OVER (ORDER BY product_id) - 1)::UINTEGER AS product_index, product_id,
  count(user_id)::UINTEGER AS num_ratings
FROM (SELECT DISTINCT product_id FROM feature_rows)
  LEFT JOIN (SELECT product_id, user_id FROM featured_ratings SEMI JOIN users USING (user_id))
  USING (product_id)
GROUP BY product_id HAVING count(user_id) > 0 OR ${keepUnrated};
CREATE TABLE ratings AS
SELECT user_index, product_index, rating, rated_at
FROM featured_ratings JOIN users USING (user_id) JOIN products USING (product_id)
ORDER BY user_index, product_index`);
}

async function counts(
  database: Database,
  table: string,
  user: string,
): Promise<{ ratings: number; users: number }> {
  const row = await database.row<{ ratings: number; users: number }>(
    `SELECT count(*) AS ratings, count(DISTINCT ${user}) AS users FROM ${table}`,
  );
  return row ?? { ratings: 0, users: 0 };
}

function missingFeatures({ products, ids }: MissingFeatures): InputDataError {
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
