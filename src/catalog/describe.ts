import type { Catalog } from './connection.js';

/** Spread of a count over users or products. */
export interface Quantiles {
  min: number;
  p25: number;
  median: number;
  p75: number;
  p90: number;
  max: number;
  mean: number;
}

/** How many ratings the users, or the products, of a data set have. */
export async function ratingQuantiles(
  catalog: Catalog,
  dataset: string,
  table: 'users' | 'products',
): Promise<Quantiles> {
  const row = await catalog.row<Quantiles>(
    `SELECT min(num_ratings) AS min, quantile_disc(num_ratings, 0.25) AS p25,
       quantile_disc(num_ratings, 0.5) AS median, quantile_disc(num_ratings, 0.75) AS p75,
       quantile_disc(num_ratings, 0.9) AS p90, max(num_ratings) AS max, avg(num_ratings) AS mean
     FROM ${table} WHERE dataset = $dataset`,
    { dataset },
  );
  return row ?? { min: 0, p25: 0, median: 0, p75: 0, p90: 0, max: 0, mean: 0 };
}
