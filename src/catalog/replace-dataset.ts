import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';
import type { DatasetRecord } from './datasets.js';
import { datasetKey, newDatasetKey } from './keys.js';
import { deleteSplits } from './splits.js';

/**
 * Stores a data set from the temporary tables `kept_users` (user_number, user_index, user_id, num_ratings),
 * `kept_products` (the same of products) and `kept_ratings` (user_number, product_number, rating, rated_at) of the
 * connection. One of the same name goes, and with it its splits: their parts belong to its ratings. Runs stay as
 * history; see view `current_runs`. It has no photos until `storeImages`.
 */
export async function replaceDataset(catalog: Catalog, record: DatasetRecord): Promise<void> {
  await deleteDataset(catalog, record.name);
  const key = await newDatasetKey(catalog);
  await insertRow(catalog, 'datasets', {
    dataset: record.name,
    dataset_key: key,
    num_users: record.numUsers,
    num_products: record.numProducts,
    num_ratings: record.numRatings,
    feature_dim: record.featureDim,
    features_file: record.featuresFile,
    features_sha256: record.featuresSha256,
    images_folder: null,
    input_hash: record.inputHash,
    sources: JSON.stringify(record.sources),
    options: JSON.stringify(record.options),
    report: JSON.stringify(record.report),
    ingested_at: record.ingestedAt,
  });
  await copyKept(catalog, { name: record.name, key });
}

async function deleteDataset(catalog: Catalog, dataset: string): Promise<void> {
  await deleteSplits(catalog, dataset);
  await catalog.run('DELETE FROM rating_rows WHERE dataset_key = $key', {
    key: await datasetKey(catalog, dataset),
  });
  for (const table of ['products', 'users', 'datasets']) {
    await catalog.run(`DELETE FROM ${table} WHERE dataset = $dataset`, { dataset });
  }
  await catalog.run(
    "DELETE FROM stages WHERE stage = 'split' AND starts_with(subject, $dataset || '/')",
    { dataset },
  );
}

/** Indices take the place of numbers, which ascend with them. */
async function copyKept(
  catalog: Catalog,
  { name: dataset, key }: { name: string; key: number },
): Promise<void> {
  await catalog.run(
    `INSERT INTO users SELECT $dataset, user_index, user_id, num_ratings
     FROM kept_users ORDER BY user_index`,
    { dataset },
  );
  await catalog.run(
    `INSERT INTO products SELECT $dataset, product_index, product_id, num_ratings, NULL
     FROM kept_products ORDER BY product_index`,
    { dataset },
  );
  await catalog.run(
    `INSERT INTO rating_rows SELECT ${key}, user_index, product_index, rating, rated_at
     FROM kept_ratings JOIN kept_users USING (user_number) JOIN kept_products USING (product_number)
     ORDER BY (user_index::UBIGINT << 32) | product_index`,
  );
}
