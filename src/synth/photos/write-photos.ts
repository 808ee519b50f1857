import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../files/atomic-file.js';
import type { FileRecord } from '../hashed-file.js';
import { drawPhotoLatents } from '../photo-latents.js';
import type { ShopPlan } from '../shop.js';
import { lookOf } from './looks.js';
import { PhotoPainter } from './painter.js';
import { PHOTO_HEIGHT, PHOTO_WIDTH } from './shapes.js';

/** Encoded at a time. */
const BATCH = 16;
/** What a photo takes on a disk of 4 KiB blocks. */
export const PHOTO_BYTES = 4096;

export interface WritePhotosOptions {
  signal?: AbortSignal | undefined;
  /** Called with the number of photos written so far. */
  onWritten?: (count: number) => void;
}

/**
 * Writes a small photo of every product, `<id>.png`, into the new folder `target`: its style decides shape,
 * pattern and colour, so that what looks alike is what the features say is alike. The record's digest is
 * that of all photos one after another, by product index. Throws the signal's reason when aborted.
 */
export async function writePhotos(
  plan: ShopPlan,
  target: string,
  { signal, onWritten }: WritePhotosOptions = {},
): Promise<FileRecord> {
  await mkdir(target);
  const hash = createHash('sha256');
  const photograph = await photographerOf(plan);
  let sizeBytes = 0;
  for (let start = 0; start < plan.productIds.length; start += BATCH) {
    signal?.throwIfAborted();
    const ids = plan.productIds.slice(start, start + BATCH);
    const photos = await Promise.all(ids.map((_, i) => photograph(start + i)));
    // Not synced one by one, which would take longer than painting: they are there to be looked at.
    await Promise.all(photos.map((png, i) => writeFile(path.join(target, `${ids[i]}.png`), png)));
    for (const png of photos) {
      hash.update(png);
      sizeBytes += png.byteLength;
    }
    onWritten?.(start + ids.length);
  }
  await syncFolder(target);
  return { name: path.basename(target), sizeBytes, sha256: hash.digest('hex') };
}

type Photographer = (product: number) => Promise<Buffer>;

/** PNG files of products; the same plan gives the same bytes. */
async function photographerOf({ spec, seed, styles }: ShopPlan): Promise<Photographer> {
  // Loaded when it is needed: the library behind it takes longer than most commands.
  const { default: sharp } = await import('sharp');
  const scene = { styles, tree: spec, latents: drawPhotoLatents(styles, spec, seed) };
  const painter = new PhotoPainter();
  const raw = { width: PHOTO_WIDTH, height: PHOTO_HEIGHT, channels: 3 } as const;
  return (product) =>
    sharp(painter.paint(lookOf(product, scene)), { raw })
      .png({ compressionLevel: 9 })
      .toBuffer();
}
