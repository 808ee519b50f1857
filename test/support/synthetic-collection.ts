import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShopManifest } from '../../src/synth/manifest.js';
import { SHOP_PRESETS, type ShopCategory } from '../../src/synth/presets.js';
import { generateShop } from '../../src/synth/shop.js';
import { withForeignProducts } from '../../src/synth/spec.js';
import { SHOP_FILES, writeShop } from '../../src/synth/write-shop.js';
import { temporaryFolder } from './workspace.js';

/** Raw files under the names of the published ones. */
const PUBLISHED = {
  [SHOP_FILES.reviews]: 'reviews_Clothing.json.gz',
  [SHOP_FILES.features]: 'image_features_Clothing.b',
  [SHOP_FILES.metadata]: 'meta_Clothing.json.gz',
} as const;

/**
 * Fills a folder with a collection of tiny shops of several categories: the files of each, one after another, which
 * makes a file of either format. Returns the shops' manifests.
 */
export async function makeCollection(
  folder: string,
  categories: readonly ShopCategory[],
): Promise<ShopManifest[]> {
  mkdirSync(folder, { recursive: true });
  const manifests: ShopManifest[] = [];
  for (const [index, category] of categories.entries()) {
    const spec = withForeignProducts({ ...SHOP_PRESETS.tiny, category });
    const shop = join(temporaryFolder(), category);
    const options = { reviews: true, metadata: true };
    manifests.push(await writeShop(generateShop(spec, index + 1), shop, options));
    for (const [name, published] of Object.entries(PUBLISHED)) {
      appendFileSync(join(folder, published), readFileSync(join(shop, name)));
    }
  }
  return manifests;
}
