import type { Catalog } from './connection.js';
import type { SqlParameters } from './database.js';

/**
 * Numbers that stand for names in tables with a row for every rating. Who reads such a table in its order reads it by
 * the number: the views of the same rows by name are a join, after which rows come in any order.
 */

/** Of a data set; 0, which no row has, where there is none of this name. */
export function datasetKey(catalog: Catalog, dataset: string): Promise<number> {
  return largest(catalog, 'datasets', { dataset });
}

/** Of a split; 0, which no row has, where there is none of this name. */
export function splitKey(catalog: Catalog, dataset: string, split: string): Promise<number> {
  return largest(catalog, 'splits', { dataset, split });
}

/** One that no data set has. */
export async function newDatasetKey(catalog: Catalog): Promise<number> {
  return (await largest(catalog, 'datasets')) + 1;
}

/** One that no split has. */
export async function newSplitKey(catalog: Catalog): Promise<number> {
  return (await largest(catalog, 'splits')) + 1;
}

const COLUMNS = { datasets: 'dataset_key', splits: 'split_key' } as const;

/** Of the rows with these names, or of all; 0 where there is none. */
async function largest(
  catalog: Catalog,
  table: keyof typeof COLUMNS,
  names: SqlParameters = {},
): Promise<number> {
  const conditions = ['true', ...Object.keys(names).map((column) => `${column} = $${column}`)];
  const row = await catalog.row<{ key: number | null }>(
    `SELECT max(${COLUMNS[table]}) AS "key" FROM ${table} WHERE ${conditions.join(' AND ')}`,
    names,
  );
  return row?.key ?? 0;
}
