import path from 'node:path';
import { Readable } from 'node:stream';
import { createGzip, type Gzip } from 'node:zlib';
import { silentProgress, type Progress } from '../progress/progress.js';
import { withBar } from '../progress/with-bar.js';
import { featureFileBytes, featureRecords } from './feature-records.js';
import { writeHashed, type FileRecord } from './hashed-file.js';
import { describeShop, type ShopManifest } from './manifest.js';
import { metadataLines } from './metadata-file.js';
import { ratingsLines } from './ratings-file.js';
import { reviewLines } from './reviews-file.js';
import type { ShopPlan } from './shop.js';
import { PHOTO_BYTES, writePhotos } from './photos/write-photos.js';
import { writeStagedFolder } from './staged-folder.js';
import { textChunks } from './text-chunks.js';
import { truthLines } from './truth-file.js';

export const SHOP_FILES = {
  ratings: 'ratings.csv',
  reviews: 'reviews.json.gz',
  metadata: 'metadata.json.gz',
  features: 'image_features.b',
  images: 'images',
  truth: 'truth.csv',
  manifest: 'synth.json',
} as const;

export interface WriteShopOptions {
  /** Also write the purchases as `reviews.json.gz`. @default false */
  reviews?: boolean;
  /** Also write the categories of products as `metadata.json.gz`. @default false */
  metadata?: boolean;
  /** Also paint a photo of every product, in folder `images`. @default false */
  images?: boolean;
  /** Replace a shop written earlier. @default false */
  force?: boolean;
  progress?: Progress;
  signal?: AbortSignal;
}

/** A file of a shop, the folder of photos or a photo in it. */
function isOwn(entry: string): boolean {
  const [name, photo, ...rest] = entry.split('/');
  const isPhoto = name === SHOP_FILES.images && /^\w{10}\.png$/.test(photo ?? '');
  const isKnown = Object.values<string>(SHOP_FILES).includes(name ?? '');
  return rest.length === 0 && (photo === undefined ? isKnown : isPhoto);
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
  options: WriteShopOptions = {},
): Promise<ShopManifest> {
  const { images = false, force = false, signal } = options;
  const progress = options.progress ?? silentProgress;
  let manifest: ShopManifest | undefined;
  const staged = {
    target: path.resolve(folder),
    force,
    isOwn,
    expectedBytes: expectedBytes(plan, images),
  };
  await writeStagedFolder(staged, async (staging) => {
    const files = await writeText(plan, staging, options);
    const writing = { plan, staging, progress, signal };
    files.push(await writeFeatures(writing));
    if (images) files.push(await writeImages(writing));
    manifest = describeShop(plan, files);
    const json = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeHashed(staging, SHOP_FILES.manifest, textChunks([json]), { signal });
  });
  return manifest!;
}

function expectedBytes(plan: ShopPlan, images: boolean): number {
  const text = plan.purchases.userIndex.length * TEXT_BYTES_PER_LINE;
  return featureFileBytes(plan) + text + (images ? plan.productIds.length * PHOTO_BYTES : 0);
}

interface Writing {
  plan: ShopPlan;
  /** The folder to write into. */
  staging: string;
  progress: Progress;
  signal: AbortSignal | undefined;
}

async function writeText(
  plan: ShopPlan,
  staging: string,
  { reviews = false, metadata = false, signal }: WriteShopOptions,
): Promise<FileRecord[]> {
  const write = (
    name: string,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<FileRecord> => writeHashed(staging, name, chunks, { signal });
  const files = [
    await write(SHOP_FILES.ratings, textChunks(ratingsLines(plan))),
    await write(SHOP_FILES.truth, textChunks(truthLines(plan))),
  ];
  const packed = (lines: Iterable<string>): Gzip =>
    Readable.from(textChunks(lines)).pipe(createGzip());
  if (reviews) files.push(await write(SHOP_FILES.reviews, packed(reviewLines(plan))));
  if (metadata) files.push(await write(SHOP_FILES.metadata, packed(metadataLines(plan))));
  return files;
}

function writeFeatures({ plan, staging, progress, signal }: Writing): Promise<FileRecord> {
  const numProducts = plan.productIds.length;
  const bytesPerProduct = featureFileBytes(plan) / numProducts;
  return withBar(progress.bar('Writing features', numProducts, 'products'), (update) =>
    writeHashed(staging, SHOP_FILES.features, featureRecords(plan), {
      signal,
      onWritten: (sizeBytes) => update(sizeBytes / bytesPerProduct),
    }),
  );
}

function writeImages({ plan, staging, progress, signal }: Writing): Promise<FileRecord> {
  const folder = path.join(staging, SHOP_FILES.images);
  const bar = progress.bar('Painting photos', plan.productIds.length, 'products');
  return withBar(bar, (onWritten) => writePhotos(plan, folder, { signal, onWritten }));
}
