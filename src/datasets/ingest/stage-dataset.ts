import type { Database } from '../../catalog/database.js';
import { interruptible } from '../../catalog/interruptible.js';
import type { FeatureSource } from '../../sources/feature-source.js';
import { openFeatures } from '../../sources/features.js';
import { matchImages, type ImageFolder } from '../../sources/image-folder.js';
import { digestInput } from '../../sources/input-digest.js';
import { createNpyWriter } from '../../sources/npy.js';
import { openRatings } from '../../sources/ratings.js';
import { applyRules, keptProductIds } from './apply-rules.js';
import type { IngestContext, IngestInput } from './ingest-input.js';
import type { IngestReport } from './ingest-report.js';
import { stageCategory } from './stage-category.js';
import { stageFeatureIds } from './stage-features.js';
import { stageRatings } from './stage-ratings.js';
import { saveFeatures } from './write-features.js';

/** Where the parts of a data set are put before the catalog is touched. */
export interface Staging {
  /** Gets temporary tables `kept_users`, `kept_products` and `kept_ratings`. */
  database: Database;
  /** Path of the feature matrix in the order of `kept_products`. */
  features: string;
}

export interface StagedDataset {
  report: IngestReport;
  featuresSha256: string;
}

type InputWithImages = IngestInput & { images: ImageFolder | undefined };

/**
 * Reads, checks and filters the input: everything of an ingest but the catalog. `images` must have a photo
 * of at least one product.
 */
export async function stageDataset(
  input: InputWithImages,
  context: IngestContext,
  { database, features }: Staging,
): Promise<StagedDataset> {
  const { progress, signal } = context;
  return interruptible(database, signal, async () => {
    progress.log('Reading ratings ...');
    await stageRatings(database, await openRatings(database, input.ratings));
    if (input.category !== undefined) {
      progress.log('Reading metadata ...');
      await stageCategory(database, input.category, signal);
    }
    const source = await openFeatures(database, input.features);
    try {
      return await stageProducts({ database, source, features }, input, context);
    } finally {
      await source.close();
    }
  });
}

interface StagedRatings extends Staging {
  source: FeatureSource;
}

/** From the ratings and the source of the features on: who and what is kept, and the features of that. */
async function stageProducts(
  { database, source, features }: StagedRatings,
  input: InputWithImages,
  context: IngestContext,
): Promise<StagedDataset> {
  await stageFeatureIds(database, source);
  context.signal?.throwIfAborted();
  const hasCategory = input.category !== undefined;
  const rows = await applyRules(database, { ...input.rules, hasCategory });
  if (input.images !== undefined) matchImages(input.images, await keptProductIds(database));
  const writer = await createNpyWriter(features, { rows: rows.products.kept, dim: source.dim });
  const facts = await saveFeatures(database, source, writer, context);
  const { sha256 } = await digestInput(features, context.signal);
  return { report: { ...rows, features: facts }, featuresSha256: sha256 };
}
