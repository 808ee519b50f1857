import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { IngestInput } from '../../../datasets/ingest/ingest-input.js';
import { InputDataError } from '../../../errors.js';
import { CATEGORIES } from '../printed.js';

/** Users with fewer products are dropped (section 4.1). */
const MIN_PRODUCTS = 5;

/** What each subfolder must hold, and the first of it is taken. */
const RATINGS = [
  { pattern: /^ratings.*\.csv(\.gz)?$/i, format: 'amazon-2014' },
  { pattern: /^reviews.*\.json(\.gz)?$/i, format: 'amazon-2014-reviews' },
] as const;
const FEATURES = /^image_features.*\.b$/i;
const PHOTOS = 'images';

/**
 * The shops in the subfolders women, men, shoes and jewelry of `folder`, as `data synth` writes them or as Amazon 2014
 * names its files; at least one must be there. Throws InputDataError saying what is missing.
 */
export async function rawShops(folder: string): Promise<IngestInput[]> {
  const names = await namesIn(folder);
  const wanted = CATEGORIES.map((category) => category.toLowerCase());
  const found = names.filter((name) => wanted.includes(name.toLowerCase()));
  if (found.length === 0) {
    throw new InputDataError(`${folder} has none of the folders ${wanted.join(', ')}.`, {
      suggestions: [
        'Put the raw files of each category into a folder of its name, or make one: `vasg data synth men --out RAW/men`.',
        'Or load a shop with `vasg data ingest` and name it with --dataset.',
      ],
    });
  }
  const order = (name: string): number => wanted.indexOf(name.toLowerCase());
  found.sort((a, b) => order(a) - order(b));
  return Promise.all(found.map((name) => inputOf(path.join(folder, name), name.toLowerCase())));
}

/** The raw files of one shop. */
export async function inputOf(folder: string, dataset: string): Promise<IngestInput> {
  const names = await namesIn(folder);
  const features = names.find((name) => FEATURES.test(name));
  const ratings = RATINGS.map(({ pattern, format }) => ({
    name: names.find((name) => pattern.test(name)),
    format,
  })).find(({ name }) => name !== undefined);
  if (ratings?.name === undefined || features === undefined) {
    throw new InputDataError(
      `${folder} lacks ${features === undefined ? 'image_features*.b' : 'ratings*.csv or reviews*.json.gz'}.`,
      { suggestions: ['See data/README.md for what to download and how to name it.'] },
    );
  }
  const photos = path.join(folder, PHOTOS);
  return {
    dataset,
    ratings: { path: path.join(folder, ratings.name), format: ratings.format },
    features: { path: path.join(folder, features) },
    rules: { minProducts: MIN_PRODUCTS, keepUnrated: false, requireFeatures: false },
    imagesFolder: existsSync(photos) ? photos : undefined,
    replace: false,
  };
}

/** Sorted, so that the same files are taken everywhere. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    throw new InputDataError(`Cannot read the folder ${folder}: ${(error as Error).message}.`, {
      cause: error,
      suggestions: ['Check the path given with --raw.'],
    });
  }
}
