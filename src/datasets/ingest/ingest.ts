import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOG_FILE, withCatalog } from '../../catalog/connection.js';
import { Database } from '../../catalog/database.js';
import { findDataset, type DatasetRecord } from '../../catalog/datasets.js';
import { UsageError } from '../../errors.js';
import { readImageFolder, type ImageFolder } from '../../sources/image-folder.js';
import { missingFeatures } from './apply-rules.js';
import type { PhotoCounts } from './attach-images.js';
import { FEATURES_FOLDER, removeUnusedFeatures } from './features-file.js';
import type { IngestContext, IngestInput } from './ingest-input.js';
import type { IngestReport } from './ingest-report.js';
import { identifyInput, type InputIdentity } from './input-identity.js';
import { removeScratchOfKilled, withScratchFolder } from './scratch-folder.js';
import { stageDataset, type StagedDataset } from './stage-dataset.js';
import { storeDataset, storePhotos, type NewDataset } from './store-dataset.js';

export interface IngestResult {
  dataset: DatasetRecord;
  report: IngestReport;
  /** How many products have a photo; null when no folder of photos was given. */
  photos: PhotoCounts | null;
  /** True when the catalog held exactly this already. */
  unchanged: boolean;
}

/**
 * Loads ratings and product features into the workspace: the catalog's tables and a `.npy` matrix. All of
 * it or nothing; the same input again changes nothing. Throws InputDataError for unusable files and
 * UsageError when the name is taken by other content and `replace` is not set, and MissingArtifactError
 * (`DATASET_CHANGED`) when another command changes the data set meanwhile.
 */
export async function ingest(input: IngestInput, context: IngestContext): Promise<IngestResult> {
  const { workspace, progress } = context;
  progress.log('Reading the input files ...');
  const { imagesFolder } = input;
  const images = imagesFolder === undefined ? undefined : await readImageFolder(imagesFolder);
  const identity = await identifyInput(input, context);
  const existing = await findExisting(workspace, input.dataset);
  if (existing?.inputHash === identity.inputHash) {
    if (existsSync(join(workspace, existing.featuresFile))) {
      // Of one that was killed when everything was stored.
      [workspace, join(workspace, FEATURES_FOLDER)].forEach(removeScratchOfKilled);
      await removeUnusedFeatures(workspace, input.dataset);
      return unchanged(existing, { ...input, images }, workspace);
    }
  } else if (existing !== undefined && !input.replace) {
    throw nameTaken(existing);
  }
  return withScratchFolder(workspace, (folder) =>
    withScratchFolder(join(workspace, FEATURES_FOLDER), (featuresFolder) =>
      build({ ...input, images }, context, { identity, existing, folder, featuresFolder }),
    ),
  );
}

type InputWithImages = IngestInput & { images: ImageFolder | undefined };

interface BuildState {
  identity: InputIdentity;
  existing: DatasetRecord | undefined;
  /** For the staging database. */
  folder: string;
  /** For the features until they are complete: where they go in the end may be another disk. */
  featuresFolder: string;
}

async function build(
  input: InputWithImages,
  context: IngestContext,
  { identity, existing, folder, featuresFolder }: BuildState,
): Promise<IngestResult> {
  const { workspace, signal } = context;
  // Its tables are temporary; what of them does not fit in memory goes into its folder.
  const database = await Database.open(join(folder, 'staging.duckdb'));
  const staging = { database, features: join(featuresFolder, 'features.npy') };
  try {
    const staged = await stageDataset(input, context, staging);
    signal?.throwIfAborted();
    const described = describe(input.dataset, identity, staged);
    const made = { ...staging, images: input.images };
    const stored = await storeDataset(workspace, described, existing, made);
    return { ...stored, report: staged.report };
  } finally {
    database.close();
    await removeUnusedFeatures(workspace, input.dataset);
  }
}

function describe(
  name: string,
  { sources, options, inputHash }: InputIdentity,
  { report, featuresSha256 }: StagedDataset,
): NewDataset {
  return {
    name,
    numUsers: report.users.kept,
    numProducts: report.products.kept,
    numRatings: report.ratings.kept,
    featureDim: report.features.dim,
    featuresSha256,
    inputHash,
    sources,
    options,
    report: { ...report },
    ingestedAt: new Date().toISOString(),
  };
}

async function findExisting(workspace: string, name: string): Promise<DatasetRecord | undefined> {
  if (!existsSync(join(workspace, CATALOG_FILE))) return undefined;
  return withCatalog(workspace, 'read', (catalog) => findDataset(catalog, name));
}

/** The option to require features decides no content, so it has to be asked again. */
async function unchanged(
  dataset: DatasetRecord,
  { rules, images }: InputWithImages,
  workspace: string,
): Promise<IngestResult> {
  const report = dataset.report as unknown as IngestReport;
  const { withoutFeature, withoutFeatureIds } = report.products;
  if (rules.requireFeatures && withoutFeature > 0) {
    throw missingFeatures({ products: withoutFeature, ids: withoutFeatureIds });
  }
  if (images === undefined) return { dataset, report, photos: null, unchanged: true };
  const { changed, ...attached } = await storePhotos(workspace, dataset, images);
  return { ...attached, report, unchanged: !changed };
}

function nameTaken(existing: DatasetRecord): UsageError {
  return new UsageError(
    `Data set ${existing.name} exists and was made from other files or options.`,
    {
      code: 'DATASET_EXISTS',
      suggestions: [
        'Replace it with --replace; its splits go, and runs trained on them no longer apply.',
        'Or load this one under another name with --dataset.',
      ],
    },
  );
}
