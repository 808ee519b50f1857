import type { Catalog } from './connection.js';
import { SPLIT_PARTS, type SplitPart } from '../splitting/parts.js';

export interface PartCounts {
  part: SplitPart;
  ratings: number;
  users: number;
  products: number;
}

/** Sizes of the parts of a split, in the order of `SPLIT_PARTS`; empty parts are zero. */
export async function readPartCounts(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<PartCounts[]> {
  const rows = await catalog.rows<PartCounts>(
    `SELECT part::VARCHAR AS part, num_ratings AS ratings, num_users AS users,
       num_products AS products
     FROM split_counts WHERE dataset = $dataset AND split = $split`,
    { dataset, split },
  );
  return SPLIT_PARTS.map(
    (part) => rows.find((row) => row.part === part) ?? { part, ratings: 0, users: 0, products: 0 },
  );
}
