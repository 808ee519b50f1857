import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { IngestInput } from '../src/datasets/ingest/ingest-input.js';
import { RandomStream } from '../src/random.js';
import { createNpyWriter } from '../src/sources/npy.js';

const LINES_PER_BLOCK = 10_000;
/** As many users for a line as in the Clothing part of Amazon 2014, about; most of them are dropped. */
const USERS_PER_LINE = 0.4;
const PRODUCTS_PER_LINE = 0.05;
/** So few numbers that the features cost nothing beside the ratings. */
const FEATURE_DIM = 2;

/** Raw files of a shop with many ratings. */
export interface LargeShop {
  /** `user,product,rating,unix seconds`, no header, in random order. */
  readonly ratings: string;
  readonly features: string;
  /** One id a line, in the order of the features. */
  readonly ids: string;
  readonly numProducts: number;
}

/** Ratings of a random shop with heavy tails: about two fifths are of users with five products or more. */
export async function writeLargeShop(folder: string, numLines: number): Promise<LargeShop> {
  const numUsers = Math.ceil(numLines * USERS_PER_LINE);
  const numProducts = Math.ceil(numLines * PRODUCTS_PER_LINE);
  const shop = {
    ratings: join(folder, 'ratings.csv'),
    features: join(folder, 'features.npy'),
    ids: join(folder, 'ids.txt'),
    numProducts,
  };
  const blocks = ratingBlocks(numLines, { numUsers, numProducts });
  await pipeline(Readable.from(blocks), createWriteStream(shop.ratings));
  await writeFile(shop.ids, Array.from({ length: numProducts }, (_, i) => productId(i)).join('\n'));
  const writer = await createNpyWriter(shop.features, { rows: numProducts, dim: FEATURE_DIM });
  writer.write(new Float32Array(numProducts * FEATURE_DIM).fill(1));
  await writer.commit();
  return shop;
}

/** How the program is told to load it. */
export function ingestInput({ ratings, features, ids }: LargeShop): IngestInput {
  return {
    dataset: 'shop',
    ratings: { path: ratings, format: 'amazon-2014' },
    features: { path: features, idsPath: ids },
    rules: { minProducts: 5, keepUnrated: false, requireFeatures: false },
    replace: false,
  };
}

function* ratingBlocks(
  numLines: number,
  { numUsers, numProducts }: { numUsers: number; numProducts: number },
): Generator<string> {
  const random = new RandomStream(1, 'benchmark');
  for (let start = 0; start < numLines; start += LINES_PER_BLOCK) {
    const length = Math.min(LINES_PER_BLOCK, numLines - start);
    yield Array.from({ length }, () => {
      const user = Math.floor(numUsers * random.float() ** 3);
      const product = Math.floor(numProducts * random.float() ** 2);
      const seconds = 1_100_000_000 + random.below(300_000_000);
      return `${userId(user)},${productId(product)},${1 + random.below(5)}.0,${seconds}\n`;
    }).join('');
  }
}

const userId = (user: number): string => `A${scattered(user, 13)}`;
const productId = (product: number): string => `B${scattered(product, 9)}`;

/** A name for each number, so that those of neighbours are far apart. */
function scattered(index: number, length: number): string {
  const mixed = Math.imul(index, 0x9e3779b1) >>> 0;
  return mixed.toString(36).toUpperCase().padStart(length, '0');
}
