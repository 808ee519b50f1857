import { countParts, type PartCounts, type StoredParts } from '../splitting/stored-parts.js';
import { readNumericColumns } from './bulk.js';
import type { Catalog } from './connection.js';
import { splitKey } from './keys.js';

export type { PartCounts } from '../splitting/stored-parts.js';

/** The pairs of a split with their parts, in the order in which they are stored. */
export async function readParts(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<StoredParts> {
  const [userIndex, productIndex, part] = await readNumericColumns(
    catalog,
    [Uint32Array, Uint32Array, Uint8Array],
    `SELECT user_index, product_index, enum_code(part) FROM split_rating_rows
     WHERE split_key = $key`,
    { key: await splitKey(catalog, dataset, split) },
  );
  return { userIndex, productIndex, part };
}

/**
 * Sizes of the parts of a split, in the order of `SPLIT_PARTS`; empty parts are zero. The same as view `split_counts`,
 * in less time: distinct values are slow to count.
 */
export async function readPartCounts(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<PartCounts[]> {
  return countParts(await readParts(catalog, dataset, split));
}
