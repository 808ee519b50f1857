import { readNumericColumns } from './bulk.js';
import type { Catalog } from './connection.js';
import { datasetKey } from './keys.js';
import { isAscending, type PairColumns } from './stored-order.js';

/** The (user, product) pairs of a data set in ascending order. */
export async function readRatedPairs(catalog: Catalog, dataset: string): Promise<PairColumns> {
  const stored = await readRatedPairsAsStored(catalog, dataset);
  return isAscending(stored)
    ? stored
    : read(catalog, dataset, 'ORDER BY user_index, product_index');
}

/** The same in the order in which they are stored. */
export function readRatedPairsAsStored(catalog: Catalog, dataset: string): Promise<PairColumns> {
  return read(catalog, dataset, '');
}

async function read(catalog: Catalog, dataset: string, order: string): Promise<PairColumns> {
  const [userIndex, productIndex] = await readNumericColumns(
    catalog,
    [Uint32Array, Uint32Array],
    `SELECT user_index, product_index FROM rating_rows WHERE dataset_key = $key ${order}`,
    { key: await datasetKey(catalog, dataset) },
  );
  return { userIndex, productIndex };
}
