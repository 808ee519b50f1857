import { readdir } from 'node:fs/promises';
import { parse, resolve } from 'node:path';
import { InputDataError } from '../errors.js';

/** What a photo's name may end in; of several photos of a product the first kind counts. */
const EXTENSIONS = ['.jpg', '.jpeg', '.png', '.webp'];

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its symbolic links go in a circle',
};

/** Photos named after products. */
export interface ImageFolder {
  /** Absolute. */
  readonly path: string;
  /** File name by what stands in front of its extension. */
  readonly files: ReadonlyMap<string, string>;
}

/** Lists the photos of a folder, not of folders in it. Throws InputDataError when it cannot be read. */
export async function readImageFolder(folder: string): Promise<ImageFolder> {
  const path = resolve(folder);
  const entries = await readdir(path, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new InputDataError(
        `Cannot read the photos in ${path}: ${REASONS[error.code ?? ''] ?? error.message}.`,
        { code: 'IMAGES_UNREADABLE', cause: error },
      );
    },
  );
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const photos = names.map((name) => ({ name, rank: rankOf(name) }));
  // The last entry of a key stays, so the preferred kind comes last; a folder's own order says nothing.
  const ranked = photos
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => b.rank - a.rank || (a.name < b.name ? 1 : -1));
  return { path, files: new Map(ranked.map(({ name }) => [parse(name).name, name])) };
}

function rankOf(name: string): number {
  return EXTENSIONS.indexOf(parse(name).ext.toLowerCase());
}

/**
 * The photo of each product: a file of the folder, or null. Throws InputDataError when none has one.
 */
export function matchImages(
  { path, files }: ImageFolder,
  productIds: readonly string[],
): (string | null)[] {
  const matched = productIds.map((id) => files.get(id) ?? null);
  if (matched.some((file) => file !== null)) return matched;
  throw new InputDataError(
    `None of the ${productIds.length} products has a photo in ${path}, which holds ${files.size} photo${files.size === 1 ? '' : 's'}.`,
    {
      code: 'IMAGES_MISSING',
      suggestions: [
        `A photo is called <product id>${EXTENSIONS.join('|')}, e.g. ${productIds[0] ?? ''}${EXTENSIONS[0]!}.`,
      ],
    },
  );
}
