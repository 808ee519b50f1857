import sharp from 'sharp';
import { whyUnreadable } from '../files/why-unreadable.js';
import type { DatasetReproduction, Reproduction } from '../experiments/reproduce/reproduction.js';

/** A photo as it stands in the page. */
export interface Thumbnail {
  /** Reference to its symbol, e.g. `photo-3`. */
  id: string;
  dataUri: string;
}

/** Thumbnails by path of the photo. */
export type Thumbnails = ReadonlyMap<string, Thumbnail>;

/** Twice the size, in CSS pixels, at which photos are shown: on maps, and in examples. */
const MAP_PIXELS = 72;
const EXAMPLE_PIXELS = 136;

/**
 * Makes a small square picture of every photo that the report shows, each once. A photo that cannot be read
 * is left out: its product is drawn as a dot.
 */
export async function makeThumbnails({ datasets }: Reproduction): Promise<Thumbnails> {
  const sizes = new Map<string, number>();
  for (const { path, pixels } of datasets.flatMap(photosOf)) {
    sizes.set(path, Math.max(pixels, sizes.get(path) ?? 0));
  }
  const made = await Promise.all(
    [...sizes].map(async ([path, pixels], index) => {
      const dataUri = await shrink(path, pixels);
      return dataUri === undefined ? [] : [[path, { id: `photo-${index}`, dataUri }] as const];
    }),
  );
  return new Map(made.flat());
}

function photosOf(dataset: DatasetReproduction): { path: string; pixels: number }[] {
  const { figure2a, figure2b, figure3 } = dataset;
  const onMaps = [...figure2a.points, ...figure2b.points];
  const inExamples = figure3.flatMap(({ query, firstUser, secondUser, answers }) => [
    query,
    ...firstUser,
    ...secondUser,
    ...answers,
  ]);
  const sized = (products: readonly { image: string | null }[], pixels: number) =>
    products.flatMap(({ image }) => (image === null ? [] : [{ path: image, pixels }]));
  return [...sized(onMaps, MAP_PIXELS), ...sized(inExamples, EXAMPLE_PIXELS)];
}

/** Shop photos have a white ground, so white fills what is not square. */
async function shrink(path: string, pixels: number): Promise<string | undefined> {
  if ((await whyUnreadable(path)) !== undefined) return undefined;
  try {
    const webp = await sharp(path)
      .rotate()
      .resize(pixels, pixels, { fit: 'contain', background: 'white' })
      .flatten({ background: 'white' })
      .webp({ quality: 62 })
      .toBuffer();
    return `data:image/webp;base64,${webp.toString('base64')}`;
  } catch {
    return undefined;
  }
}
