import { withCatalog } from '../../catalog/connection.js';
import { readDataset } from '../../catalog/datasets.js';
import { withNewProducts } from '../../datasets/new-products.js';
import { denseLayers } from '../../encoder/dense-layers.js';
import { encode } from '../../encoder/encode.js';
import type { Scorer } from '../../evaluation/baselines/scorer.js';
import { topK } from '../../evaluation/top-k.js';
import type { VectorTable } from '../../evaluation/vector-table.js';
import type { Progress } from '../../progress/progress.js';
import { RunDirectory } from '../../run-directory.js';
import { readSafetensors } from '../../safetensors.js';
import type { FeaturesInput } from '../../sources/features.js';
import { encoderForm } from './encoder-form.js';
import type { LoadedRun } from './load-run.js';
import { scorersOf } from './run-scorers.js';

export interface NewProductsRequest {
  /** Features of the products, and perhaps of some that the data set has. */
  features: FeaturesInput;
  userIndex: number;
  /** Ids of the products of the data set. */
  knownIds: readonly string[];
  /** How many are wanted. */
  top: number;
}

/** What placing products takes. */
export interface PlacingOptions {
  workspace: string;
  threads: number;
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/** How many products of a file of features are new, and how many the data set has. */
export interface NewProductCounts {
  new: number;
  known: number;
}

export interface TopNewProducts {
  /** Best first; equal scores go by id. */
  products: { productId: string; score: number }[];
  counts: NewProductCounts;
}

/**
 * The products that neither a run nor its data set has ever seen with the highest scores for a user. Throws
 * InputDataError for features that cannot be used and where no product is new.
 */
export async function topNewProducts(
  run: LoadedRun,
  { features: input, userIndex, knownIds, top }: NewProductsRequest,
  options: PlacingOptions,
): Promise<TopNewProducts> {
  const { workspace } = options;
  const { dataset } = run.manifest;
  const { featureDim } = await withCatalog(workspace, 'read', (catalog) =>
    readDataset(catalog, dataset),
  );
  const known = { dataset, ids: knownIds, featureDim };
  return withNewProducts(input, known, options, async ({ ids, features, numKnown }) => {
    const { users, products } = await newProductScorer(run, features, options);
    const best = await topK({
      user: await users.read(userIndex, 1),
      ...{ products, k: top },
      isCandidate: () => true,
    });
    return {
      products: best.map(({ productIndex, score }) => ({ productId: ids[productIndex]!, score })),
      counts: { new: ids.length, known: numKnown },
    };
  });
}

/**
 * Scores users of a run and products that stand where its encoder M puts their features (section 3.2): exactly where it
 * has put the same features of a cold product.
 *
 * @param features [products, F], raw.
 */
async function newProductScorer(
  { manifest, vectors }: LoadedRun,
  features: VectorTable,
  { workspace, threads, signal }: PlacingOptions,
): Promise<Scorer> {
  const encoder = await readSafetensors(
    new RunDirectory(workspace, manifest.runId).file('encoder'),
  );
  const { fusedMultiplyAdd } = manifest;
  const form = { ...encoderForm(manifest), fusedMultiplyAdd };
  const products = await encode(denseLayers(encoder), features, { ...form, threads, signal });
  const [scorer] = scorersOf(manifest, { ...vectors, products, neighbours: undefined });
  return scorer!;
}
