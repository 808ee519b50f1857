import { join } from 'node:path';
import { appendRows } from './bulk.js';
import type { Catalog } from './connection.js';
import { readDataset } from './datasets.js';

/** The photos of a data set. */
export interface DatasetImages {
  /** Absolute. */
  folder: string;
  /** By product index: a file of the folder, or null. */
  files: readonly (string | null)[];
}

/** Remembers where the photos of a stored data set are, in place of others it may have had. */
export async function storeImages(
  catalog: Catalog,
  dataset: string,
  { folder, files }: DatasetImages,
): Promise<void> {
  await catalog.run('UPDATE datasets SET images_folder = $folder WHERE dataset = $dataset', {
    dataset,
    folder,
  });
  await catalog.run('CREATE TEMP TABLE new_images (product_index UINTEGER, image_file VARCHAR)');
  await appendRows(catalog, 'new_images', files.length, [
    (row) => row,
    (row) => files[row] ?? null,
  ]);
  await catalog.run(
    `UPDATE products SET image_file = n.image_file FROM new_images n
     WHERE products.dataset = $dataset AND products.product_index = n.product_index`,
    { dataset },
  );
  await catalog.run('DROP TABLE new_images');
}

/**
 * The photo of each product: an absolute path by product index, null where there is none. Whether the files
 * are still there is for the reader to see. Throws MissingArtifactError (`DATASET_MISSING`).
 */
export async function readImages(catalog: Catalog, dataset: string): Promise<(string | null)[]> {
  const { imagesFolder } = await readDataset(catalog, dataset);
  const rows = await catalog.rows<{ file: string | null }>(
    'SELECT image_file AS file FROM products WHERE dataset = $dataset ORDER BY product_index',
    { dataset },
  );
  return rows.map(({ file }) =>
    file === null || imagesFolder === null ? null : join(imagesFolder, file),
  );
}
