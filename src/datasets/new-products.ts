import { join } from 'node:path';
import { appendRows } from '../catalog/bulk.js';
import { Database } from '../catalog/database.js';
import { interruptible } from '../catalog/interruptible.js';
import { InputDataError } from '../errors.js';
import { withTemporaryFolder } from '../files/temporary-folder.js';
import type { Progress } from '../progress/progress.js';
import type { FeatureSource } from '../sources/feature-source.js';
import { openFeatures, type FeaturesInput } from '../sources/features.js';
import { createNpyWriter, openNpy, type FeatureMatrix } from '../sources/npy.js';
import { keptProductIds } from './ingest/apply-rules.js';
import { stageFeatureIds } from './ingest/stage-features.js';
import { saveFeatures } from './ingest/write-features.js';

/** The data set that products are new to. */
export interface KnownProducts {
  dataset: string;
  ids: readonly string[];
  /** Numbers of a feature. */
  featureDim: number;
}

/** Whom to tell, and who may cancel. */
export interface ReadContext {
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/** Products of a file that a data set does not have. */
export interface NewProducts {
  /** In byte order. */
  ids: string[];
  /** Row i is the feature of `ids[i]`. */
  features: FeatureMatrix;
  /** Products of the file that the data set has. */
  numKnown: number;
}

/**
 * Gives `use` the products of a features file that the data set does not have. Their features are checked as an ingest
 * does it, and lie among the system's temporary files meanwhile: the workspace may be one that can only be read.
 *
 * @throws UsageError for contradicting settings of the file.
 * @throws InputDataError for an unusable file, for features of another length and where no product is new.
 * @throws StorageError where there is no room for them, RunCancelledError when `signal` is aborted.
 */
export function withNewProducts<T>(
  input: FeaturesInput,
  known: KnownProducts,
  context: ReadContext,
  use: (products: NewProducts) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder('vasg-new-products', async (folder) => {
    const database = await Database.open(join(folder, 'staging.duckdb'));
    const path = join(folder, 'features.npy');
    const { ids, numKnown } = await closing(database, () =>
      interruptible(database, context.signal, () =>
        stageNewProducts(database, input, known, { ...context, path }),
      ),
    );
    const features = await openNpy(path);
    return closing(features, () => use({ ids, features, numKnown }));
  });
}

async function stageNewProducts(
  database: Database,
  input: FeaturesInput,
  known: KnownProducts,
  context: ReadContext & { path: string },
): Promise<Omit<NewProducts, 'features'>> {
  const source = await openFeatures(database, input);
  return closing(source, async () => {
    if (source.rows === 0) throw noProducts(source);
    if (source.dim !== known.featureDim) throw otherLength(source, known);
    await stageFeatureIds(database, source);
    await chooseNew(database, known.ids);
    const ids = await keptProductIds(database);
    if (ids.length === 0) throw noneIsNew(source, known);
    const writer = await createNpyWriter(context.path, { rows: ids.length, dim: source.dim });
    const { read, duplicates } = await saveFeatures(database, source, writer, context);
    return { ids, numKnown: read - duplicates - ids.length };
  });
}

/** Fills table `kept_products`. */
async function chooseNew(database: Database, knownIds: readonly string[]): Promise<void> {
  await database.run('CREATE TEMP TABLE known_products (product_id VARCHAR)');
  await appendRows(database, 'known_products', knownIds.length, [(row) => knownIds[row]!]);
  await database.run(`
CREATE TEMP TABLE kept_products AS
SELECT (row_number() OVER (ORDER BY product_id) - 1)::UINTEGER AS product_index, product_id
FROM (SELECT DISTINCT product_id FROM feature_rows ANTI JOIN known_products USING (product_id))`);
}

async function closing<T>(
  resource: { close: () => void | Promise<void> },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } finally {
    await resource.close();
  }
}

function noProducts({ path }: FeatureSource): InputDataError {
  return new InputDataError(`${path} holds no features.`, {
    code: 'NO_FEATURES',
    suggestions: ['Check the path, and that the file was written to its end.'],
  });
}

function otherLength(
  { path, dim }: FeatureSource,
  { dataset, featureDim }: KnownProducts,
): InputDataError {
  return new InputDataError(
    `${path} has features of ${dim} numbers, those of data set ${dataset} have ${featureDim}.`,
    {
      code: 'FEATURE_DIM',
      suggestions: ['Make them with the network that made those of the data set.'],
    },
  );
}

function noneIsNew({ path }: FeatureSource, { dataset }: KnownProducts): InputDataError {
  return new InputDataError(`${path}: data set ${dataset} has all of its products already.`, {
    code: 'NO_NEW_PRODUCTS',
    suggestions: ['Recommend those without --features.'],
  });
}
