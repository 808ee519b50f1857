import path from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { silentProgress, type Progress } from '../progress/progress.js';
import { featureFileBytes, featureRecords } from './feature-records.js';
import { writeHashed, type FileRecord, type WriteHashedOptions } from './hashed-file.js';
import { describeShop, type ShopManifest } from './manifest.js';
import { ratingsLines } from './ratings-file.js';
import { reviewLines } from './reviews-file.js';
import type { ShopPlan } from './shop.js';
import { writeStagedFolder } from './staged-folder.js';
import { textChunks } from './text-chunks.js';
import { truthLines } from './truth-file.js';

export const SHOP_FILES = {
  ratings: 'ratings.csv',
  reviews: 'reviews.json.gz',
  features: 'image_features.b',
  truth: 'truth.csv',
  manifest: 'synth.json',
} as const;

export interface WriteShopOptions {
  /** Also write the purchases as `reviews.json.gz`. @default false */
  reviews?: boolean;
  /** Replace a shop written earlier. @default false */
  force?: boolean;
  progress?: Progress;
  signal?: AbortSignal;
}

/** More than a line of `ratings.csv` takes, and of its share in the other text files. */
const TEXT_BYTES_PER_LINE = 300;

/**
 * Writes the shop's raw files into `folder`, all or none; the same plan gives the same bytes. Features are
 * made block by block, so memory does not grow with their size. Throws `UsageError` when the folder is not
 * empty (without `force`) or holds other files, `StorageError` when it cannot be written, and the signal's
 * reason when aborted.
 */
export async function writeShop(
  plan: ShopPlan,
  folder: string,
  { reviews = false, force = false, progress = silentProgress, signal }: WriteShopOptions = {},
): Promise<ShopManifest> {
  let manifest: ShopManifest | undefined;
  const staged = {
    target: path.resolve(folder),
    force,
    ownNames: Object.values(SHOP_FILES),
    expectedBytes: featureFileBytes(plan) + plan.purchases.userIndex.length * TEXT_BYTES_PER_LINE,
  };
  await writeStagedFolder(staged, async (staging) => {
    const files = await writeText(plan, staging, reviews, { signal });
    files.push(await writeFeatures(plan, staging, progress, signal));
    manifest = describeShop(plan, files);
    const json = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeHashed(staging, SHOP_FILES.manifest, textChunks([json]), { signal });
  });
  return manifest!;
}

async function writeText(
  plan: ShopPlan,
  staging: string,
  reviews: boolean,
  options: WriteHashedOptions,
): Promise<FileRecord[]> {
  const write = (
    name: string,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<FileRecord> => writeHashed(staging, name, chunks, options);
  const files = [
    await write(SHOP_FILES.ratings, textChunks(ratingsLines(plan))),
    await write(SHOP_FILES.truth, textChunks(truthLines(plan))),
  ];
  if (reviews) {
    const lines = Readable.from(textChunks(reviewLines(plan)));
    files.push(await write(SHOP_FILES.reviews, lines.pipe(createGzip())));
  }
  return files;
}

async function writeFeatures(
  plan: ShopPlan,
  staging: string,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<FileRecord> {
  const bar = progress.bar('Writing features', plan.productIds.length, 'products');
  const bytesPerProduct = featureFileBytes(plan) / plan.productIds.length;
  try {
    const file = await writeHashed(staging, SHOP_FILES.features, featureRecords(plan), {
      signal,
      onWritten: (sizeBytes) => bar.update(sizeBytes / bytesPerProduct),
    });
    bar.finish();
    return file;
  } catch (error) {
    bar.abandon();
    throw error;
  }
}
