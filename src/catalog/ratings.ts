import { readNumericColumns } from './bulk.js';
import type { Catalog } from './connection.js';

/** The (user, product) pairs of a data set in ascending order. */
export async function readRatedPairs(
  catalog: Catalog,
  dataset: string,
): Promise<{ userIndex: Uint32Array; productIndex: Uint32Array }> {
  const [userIndex, productIndex] = await readNumericColumns(
    catalog,
    [Uint32Array, Uint32Array],
    `SELECT user_index, product_index FROM ratings WHERE dataset = $dataset
     ORDER BY user_index, product_index`,
    { dataset },
  );
  return { userIndex, productIndex };
}
