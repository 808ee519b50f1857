import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOG_FILE, withCatalog } from '../../catalog/connection.js';
import { Database } from '../../catalog/database.js';
import { findDataset, type DatasetRecord, type SourceFile } from '../../catalog/datasets.js';
import { replaceDataset } from '../../catalog/replace-dataset.js';
import { recordStage } from '../../catalog/stages.js';
import { InputDataError, UsageError } from '../../errors.js';
import type { Progress } from '../../progress/progress.js';
import { openFeatures, type FeaturesInput } from '../../sources/features.js';
import { digestInput } from '../../sources/input-digest.js';
import { createNpyWriter } from '../../sources/npy.js';
import { openRatings, type RatingsInput } from '../../sources/ratings.js';
import { applyRules, type IngestRules } from './apply-rules.js';
import { newFeaturesFile, removeOtherFeatures } from './features-file.js';
import type { IngestReport } from './ingest-report.js';
import { ingestHash } from './input-hash.js';
import { withScratchFolder } from './scratch-folder.js';
import { stageFeatureIds } from './stage-features.js';
import { stageRatings } from './stage-ratings.js';
import { writeFeatures } from './write-features.js';

export interface IngestInput {
  dataset: string;
  ratings: RatingsInput;
  features: FeaturesInput;
  rules: IngestRules;
  /** Allow that a data set of this name with other content goes. */
  replace: boolean;
}

export interface IngestContext {
  workspace: string;
  progress: Progress;
  signal?: AbortSignal | undefined;
}

export interface IngestResult {
  dataset: DatasetRecord;
  report: IngestReport;
  /** True when the catalog held exactly this already. */
  unchanged: boolean;
}

/**
 * Loads ratings and product features into the workspace: the catalog's tables and a `.npy` matrix. All of
 * it or nothing; the same input again changes nothing. Throws InputDataError for unusable files and
 * UsageError when the name is taken by other content and `replace` is not set.
 */
export async function ingest(input: IngestInput, context: IngestContext): Promise<IngestResult> {
  const { workspace, progress, signal } = context;
  progress.log('Reading the input files ...');
  const sources = await digestSources(input, signal);
  const options = datasetOptions(input);
  const inputHash = ingestHash({ sources, options });
  const existing = await findExisting(workspace, input.dataset);
  if (existing?.inputHash === inputHash && existsSync(join(workspace, existing.featuresFile))) {
    const report = existing.report as unknown as IngestReport;
    refuseMissingFeatures(report, input.rules);
    return { dataset: existing, report, unchanged: true };
  }
  if (existing !== undefined && existing.inputHash !== inputHash && !input.replace) {
    throw nameTaken(existing);
  }
  return withScratchFolder(workspace, (folder) =>
    build({ ...input, sources, options, inputHash, existing }, context, folder),
  );
}

type Build = IngestInput & {
  sources: SourceFile[];
  options: Record<string, unknown>;
  inputHash: string;
  existing: DatasetRecord | undefined;
};

async function build(input: Build, context: IngestContext, folder: string): Promise<IngestResult> {
  const { workspace } = context;
  const stagingPath = join(folder, 'staging.duckdb');
  const featuresFile = newFeaturesFile(
    input.dataset,
    input.inputHash,
    input.existing?.featuresFile,
  );
  try {
    const staged = await stage(input, context, stagingPath, join(workspace, featuresFile));
    const { report } = staged;
    const dataset: DatasetRecord = {
      name: input.dataset,
      numUsers: report.users.kept,
      numProducts: report.products.kept,
      numRatings: report.ratings.kept,
      featureDim: report.features.dim,
      featuresFile,
      featuresSha256: staged.featuresSha256,
      inputHash: input.inputHash,
      sources: input.sources,
      options: input.options,
      report: { ...report },
      ingestedAt: new Date().toISOString(),
    };
    context.signal?.throwIfAborted();
    await withCatalog(workspace, 'write', async (catalog) => {
      await replaceDataset(catalog, dataset, stagingPath);
      await recordStage(catalog, {
        stage: 'ingest',
        subject: dataset.name,
        inputHash: dataset.inputHash,
        facts: { featuresFile, featuresSha256: dataset.featuresSha256 },
        finishedAt: dataset.ingestedAt,
      });
    });
    await removeOtherFeatures(workspace, input.dataset, featuresFile);
    return { dataset, report, unchanged: false };
  } catch (error) {
    await removeOtherFeatures(workspace, input.dataset, input.existing?.featuresFile);
    throw error;
  }
}

/** Everything but the catalog: rated and filtered rows in the staging file, features in place. */
async function stage(
  input: Build,
  { progress, signal }: IngestContext,
  stagingPath: string,
  featuresPath: string,
): Promise<{ report: IngestReport; featuresSha256: string }> {
  const database = await Database.open(stagingPath);
  const interrupt = (): void => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    progress.log('Reading ratings ...');
    await stageRatings(database, await openRatings(database, input.ratings));
    const source = await openFeatures(database, input.features);
    try {
      await stageFeatureIds(database, source);
      signal?.throwIfAborted();
      const rows = await applyRules(database, input.rules);
      const shape = { rows: rows.products.kept, dim: source.dim };
      const writer = await createNpyWriter(featuresPath, shape);
      try {
        const features = await writeFeatures(database, source, writer, { progress, signal });
        await writer.commit();
        const { sha256 } = await digestInput(featuresPath, signal);
        return { report: { ...rows, features }, featuresSha256: sha256 };
      } catch (error) {
        await writer.abort();
        throw error;
      }
    } finally {
      await source.close();
    }
  } finally {
    signal?.removeEventListener('abort', interrupt);
    database.close();
  }
}

async function digestSources(input: IngestInput, signal?: AbortSignal): Promise<SourceFile[]> {
  const { idsPath } = input.features;
  const files: [SourceFile['role'], string][] = [
    ['ratings', input.ratings.path],
    ['features', input.features.path],
    ...(idsPath === undefined ? [] : [['feature-ids', idsPath] as ['feature-ids', string]]),
  ];
  const digests: SourceFile[] = [];
  for (const [role, path] of files) digests.push({ role, ...(await digestInput(path, signal)) });
  return digests;
}

/** The options that decide the content of the data set. */
function datasetOptions({ ratings, features, rules }: IngestInput): Record<string, unknown> {
  const options = {
    ratingsFormat: ratings.format,
    columns: ratings.columns,
    fileType: ratings.fileType,
    featuresFormat: features.format,
    featureColumns: features.columns,
    featureDim: features.dim,
    minProducts: rules.minProducts,
    keepUnrated: rules.keepUnrated,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

async function findExisting(workspace: string, name: string): Promise<DatasetRecord | undefined> {
  if (!existsSync(join(workspace, CATALOG_FILE))) return undefined;
  return withCatalog(workspace, 'read', (catalog) => findDataset(catalog, name));
}

function refuseMissingFeatures({ products }: IngestReport, { requireFeatures }: IngestRules): void {
  if (!requireFeatures || products.withoutFeature === 0) return;
  throw new InputDataError(
    `${products.withoutFeature} rated products have no feature, the first of them: ` +
      `${products.withoutFeatureIds.join(', ')}.`,
    { code: 'FEATURES_MISSING' },
  );
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
