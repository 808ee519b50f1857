import type { Catalog } from './connection.js';
import type { SqlParameters } from './database.js';

/**
 * Numbers that stand for names in tables with a row for every rating. Who reads such a table in its order reads it by
 * the number: the views of the same rows by name are a join, after which rows come in any order.
 */

/** Of a data set; 0, which no row has, where there is none of this name. */
export function datasetKey(catalog: Catalog, dataset: string): Promise<number> {
  return largest(catalog, 'dataset_key FROM datasets WHERE dataset = $dataset', { dataset });
}

/** Of a split; 0, which no row has, where there is none of this name. */
export function splitKey(catalog: Catalog, dataset: string, split: string): Promise<number> {
  const names = { dataset, split };
  return largest(
    catalog,
    'split_key FROM splits WHERE dataset = $dataset AND split = $split',
    names,
  );
}

/** One that no data set has. */
export async function newDatasetKey(catalog: Catalog): Promise<number> {
  return (await largest(catalog, 'dataset_key FROM datasets')) + 1;
}

/** One that no split has. */
export async function newSplitKey(catalog: Catalog): Promise<number> {
  return (await largest(catalog, 'split_key FROM splits')) + 1;
}

async function largest(
  catalog: Catalog,
  columnAndRows: string,
  parameters?: SqlParameters,
): Promise<number> {
  const row = await catalog.row<{ key: number | null }>(
    `SELECT max(key) AS "key" FROM (SELECT ${columnAndRows}) AS keys (key)`,
    parameters,
  );
  return row?.key ?? 0;
}
