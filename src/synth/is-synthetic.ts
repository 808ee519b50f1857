import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ShopManifest } from './manifest.js';
import { SHOP_FILES } from './write-shop.js';

/** Whether `data synth` made a file: the manifest beside it knows its content. */
export async function isSynthetic(file: { path: string; sha256: string }): Promise<boolean> {
  const manifest = path.join(path.dirname(file.path), SHOP_FILES.manifest);
  try {
    const { files } = JSON.parse(await readFile(manifest, 'utf8')) as ShopManifest;
    return files.some(({ sha256 }) => sha256 === file.sha256);
  } catch {
    // No manifest, or something else of that name.
    return false;
  }
}
