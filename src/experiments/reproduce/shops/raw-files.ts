import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { InputDataError } from '../../../errors.js';
import type { RatingsInput } from '../../../sources/ratings.js';

/** Files of Amazon 2014 under the names that they are published with, and those of `data synth`. */
const KINDS = {
  ratings: { pattern: /^ratings.*\.csv(\.gz)?$/i, title: 'ratings*.csv' },
  reviews: { pattern: /^reviews.*\.json(\.gz)?$/i, title: 'reviews*.json.gz' },
  features: { pattern: /^image_features.*\.b$/i, title: 'image_features*.b' },
  metadata: { pattern: /^meta(data)?(_.*)?\.json(\.gz)?$/i, title: 'meta_*.json.gz' },
} as const;
type Kind = keyof typeof KINDS;
const PHOTOS = 'images';
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is not a folder',
  EACCES: 'permission denied',
};

/** What to read, absolute or relative as the folder was given. */
export interface RawFiles {
  ratings: RatingsInput;
  features: string;
  /** Tells the categories of products. */
  metadata: string | undefined;
  /** Folder of photos. */
  photos: string | undefined;
}

/** Names in a folder, sorted, so that the same files are taken everywhere. Throws InputDataError. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputDataError(`Cannot read ${folder}: ${REASONS[code ?? ''] ?? message}.`, {
      ...{ code: 'RAW_FILES', cause: error },
      suggestions: ['Check the path given with --raw.'],
    });
  }
}

/** Those of the names that are raw files. */
export function rawNames(names: readonly string[]): string[] {
  return names.filter((name) => Object.values(KINDS).some(({ pattern }) => pattern.test(name)));
}

/**
 * The raw files in a folder. Ratings are taken rather than reviews, which hold the same purchases and are slower to
 * read. Throws InputDataError naming what is missing, or two files of one kind.
 */
export async function rawFilesIn(folder: string): Promise<RawFiles> {
  const names = await namesIn(folder);
  const find = (kind: Kind) => onlyFile(folder, names, kind);
  const [ratings, reviews, metadata] = [find('ratings'), find('reviews'), find('metadata')];
  const purchases = ratings ?? reviews;
  if (purchases === undefined) throw lacking(folder, 'ratings', 'reviews');
  const features = find('features') ?? fail(lacking(folder, 'features'));
  const photos = path.join(folder, PHOTOS);
  return {
    ratings: {
      path: purchases,
      format: ratings === undefined ? 'amazon-2014-reviews' : 'amazon-2014',
    },
    ...{ features, metadata },
    photos: existsSync(photos) ? photos : undefined,
  };
}

/** That a folder lacks files of some kinds, one of which would do. */
export function lacking(folder: string, ...kinds: readonly Kind[]): InputDataError {
  const titles = kinds.map((kind) => KINDS[kind].title).join(' or ');
  return new InputDataError(`${folder} lacks ${titles}.`, {
    code: 'RAW_FILES',
    suggestions: ['See data/README.md for what to download and how to name it.'],
  });
}

function onlyFile(folder: string, names: readonly string[], kind: Kind): string | undefined {
  const { pattern, title } = KINDS[kind];
  const [name, other] = names.filter((each) => pattern.test(each));
  if (other === undefined) return name === undefined ? undefined : path.join(folder, name);
  throw new InputDataError(
    `${folder} has ${name} and ${other}, and only one file ${title} can be meant.`,
    {
      code: 'RAW_FILES',
      suggestions: ['Move away the one that is not meant.'],
    },
  );
}

function fail(error: Error): never {
  throw error;
}
