import type { Database } from '../../catalog/database.js';

/**
 * Turns `raw_ratings` into `compared_ratings`, with numbers for ids: `user_number` and `product_number` ascend with the
 * ids in byte order, as those of `compared_users` and `numbered_products` do. Its rows are sorted by both and then by
 * time, so that the rating that stays is the last of its pair.
 *
 * Only users who might be kept are compared, which are few of those in a raw file, and those who may have rated a product
 * twice: repeated ratings are counted whoever made them. Nothing else is sorted or joined.
 */
export async function numberRatings(database: Database, minProducts: number): Promise<void> {
  await countByUser(database);
  await database.run(`
CREATE TEMP TABLE numbered_products AS
SELECT (row_number() OVER (ORDER BY product_id) - 1)::UINTEGER AS product_number, product_id, has_feature
FROM (
  SELECT product_id, true AS has_feature FROM featured_products
  UNION ALL SELECT product_id, false FROM featureless_products);
CREATE TEMP TABLE compared_users AS
SELECT (row_number() OVER (ORDER BY user_id) - 1)::UINTEGER AS user_number, user_id
FROM raw_users WHERE num_ratings >= ${minProducts} OR may_repeat;
CREATE TEMP TABLE compared_ratings AS
SELECT user_number, product_number, rating, rated_at
FROM raw_ratings r JOIN compared_users USING (user_id) JOIN numbered_products USING (product_id)
ORDER BY (user_number::UBIGINT << 32) | product_number, rated_at NULLS FIRST, r.rowid`);
}

/**
 * Table `raw_users`, by id. Each rating marks one of 64 places by its product: who has marked as many as there are
 * ratings has rated no product twice. Nothing but time depends on the hash.
 */
async function countByUser(database: Database): Promise<void> {
  await database.run(`
CREATE TEMP TABLE raw_users AS
SELECT user_id, count(*)::UINTEGER AS num_ratings,
  bit_count(bit_or(1::UBIGINT << (hash(product_id) & 63))) < count(*) AS may_repeat
FROM raw_ratings GROUP BY user_id`);
}

/**
 * Takes from `compared_ratings` those with a later rating of the same product by the same user, which is the next one,
 * into table `superseded`.
 */
export async function dropSuperseded(database: Database): Promise<void> {
  await database.run(`
CREATE TEMP TABLE superseded AS
SELECT record, product_number, next_user < user_number OR next_product < product_number AS is_disorder
FROM (
  SELECT rowid AS record, user_number, product_number,
    lead(user_number) OVER () AS next_user, lead(product_number) OVER () AS next_product
  FROM compared_ratings)
WHERE next_user < user_number OR (next_user = user_number AND next_product <= product_number)`);
  // Without ORDER BY the rows come as they are stored, in a fraction of the time; this is what it rests on.
  const disorder = await database.row('SELECT 1 FROM superseded WHERE is_disorder');
  if (disorder !== undefined) throw new Error('Sorted ratings were not read in their order.');
  await database.run('DELETE FROM compared_ratings WHERE rowid IN (SELECT record FROM superseded)');
}

/** Takes ratings of products without feature from `compared_ratings`. */
export async function dropFeatureless(database: Database): Promise<void> {
  await database.run(
    `DELETE FROM compared_ratings WHERE product_number IN (
       SELECT product_number FROM numbered_products WHERE NOT has_feature)`,
  );
}
