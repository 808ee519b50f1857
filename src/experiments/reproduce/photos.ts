import { withCatalog } from '../../catalog/connection.js';
import { productIds } from '../../catalog/datasets.js';
import { readImages } from '../../catalog/images.js';
import type { Bench } from './bench.js';
import type { Trial } from './trial.js';

/** Where the photo of a product lies, by the product's id; null where it has none. */
export type Photos = (productId: string) => string | null;

/**
 * The photos as they are now. They are no part of what a step finds: a data set may be given some, or others, when
 * everything has been measured.
 */
export async function photosOf({ options }: Bench, { shop }: Trial): Promise<Photos> {
  const { ids, images } = await withCatalog(options.workspace, 'read', async (catalog) => ({
    ids: await productIds(catalog, shop.dataset),
    images: await readImages(catalog, shop.dataset),
  }));
  const byId = new Map(ids.map((productId, product) => [productId, images[product] ?? null]));
  return (productId) => byId.get(productId) ?? null;
}
