import { join } from 'node:path';
import type { Catalog } from '../../catalog/connection.js';
import { productIds, type DatasetRecord } from '../../catalog/datasets.js';
import { readImages, storeImages } from '../../catalog/images.js';
import { matchImages, type ImageFolder } from '../../sources/image-folder.js';

/** How many products have a photo. */
export interface PhotoCounts {
  found: number;
  products: number;
}

export interface AttachedImages {
  /** With its folder of photos. */
  dataset: DatasetRecord;
  photos: PhotoCounts | null;
  /** Whether the catalog had other photos of it, or none. */
  changed: boolean;
}

/**
 * Stores where a data set's photos are; its content stays the same, so splits and runs do too. Without
 * `images` nothing happens. Throws InputDataError when no product has a photo.
 */
export async function attachImages(
  catalog: Catalog,
  dataset: DatasetRecord,
  images: ImageFolder | undefined,
): Promise<AttachedImages> {
  if (images === undefined) return { dataset, photos: null, changed: false };
  const files = matchImages(images, await productIds(catalog, dataset.name));
  const folder = images.path;
  const known = await readImages(catalog, dataset.name);
  const changed = files.some((file, i) => known[i] !== (file === null ? null : join(folder, file)));
  if (changed) await storeImages(catalog, dataset.name, { folder, files });
  return {
    dataset: { ...dataset, imagesFolder: folder },
    photos: { found: files.filter((file) => file !== null).length, products: files.length },
    changed,
  };
}
