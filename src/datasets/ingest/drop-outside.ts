import type { Database } from '../../catalog/database.js';
import { InputDataError } from '../../errors.js';

/** What is not of the wanted category. */
export interface Outside {
  ratings: number;
  /** Users who rated nothing in the category. */
  users: number;
  products: number;
}

/**
 * Takes ratings of products that are not in table `category_products` out of `raw_ratings`; without a
 * category nothing. Throws InputDataError when none is left.
 */
export async function dropOutside(database: Database, hasCategory: boolean): Promise<Outside> {
  if (!hasCategory) return { ratings: 0, users: 0, products: 0 };
  const outside = await database.row<Outside>(`
WITH outside AS (FROM raw_ratings ANTI JOIN category_products USING (product_id)),
  inside AS (FROM raw_ratings SEMI JOIN category_products USING (product_id))
SELECT count(*) AS ratings, count(DISTINCT product_id) AS products,
  (SELECT count(*) FROM (SELECT DISTINCT user_id FROM outside ANTI JOIN inside USING (user_id)))
    AS users
FROM outside`);
  await database.run(
    'DELETE FROM raw_ratings WHERE product_id NOT IN (SELECT product_id FROM category_products)',
  );
  if ((await database.row('SELECT 1 FROM raw_ratings LIMIT 1')) === undefined)
    throw nothingInside();
  return outside!;
}

function nothingInside(): InputDataError {
  return new InputDataError('No ratings are left: no rated product is in the category.', {
    code: 'NO_RATINGS',
    suggestions: ['Check that ratings and metadata are of the same collection.'],
  });
}
