import { withNewProducts } from '../../datasets/new-products.js';
import { InputDataError, MissingArtifactError } from '../../errors.js';
import type { Scorer } from '../../evaluation/baselines/scorer.js';
import { topK } from '../../evaluation/top-k.js';
import type { VectorTable } from '../../evaluation/vector-table.js';
import { RunDirectory } from '../../run-directory.js';
import { readSafetensors, type TensorMap } from '../../safetensors.js';
import type { FeaturesInput } from '../../sources/features.js';
import { encodeProducts, type PlaceOptions } from './encode-products.js';
import type { LoadedRun } from './load-run.js';
import { scorerOf } from './run-scorers.js';

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
export interface PlacingOptions extends PlaceOptions {
  workspace: string;
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
 * The products that neither a run nor its data set has ever seen with the highest scores for a user. Throws what
 * `withNewProducts` throws, InputDataError or MissingArtifactError for an encoder that is not as it was written or not
 * there, and SetupError for fused multiply-add that is not to be had here.
 */
export async function topNewProducts(
  run: LoadedRun,
  { features: input, userIndex, knownIds, top }: NewProductsRequest,
  options: PlacingOptions,
): Promise<TopNewProducts> {
  const { dataset, featureDim } = run.manifest;
  const known = { dataset, ids: knownIds, featureDim };
  const encoder = await readEncoder(options.workspace, run);
  return withNewProducts(input, known, options, async ({ ids, features, numKnown }) => {
    const { users, products } = await newProductScorer(run, { encoder, features }, options);
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

async function readEncoder(workspace: string, { manifest }: LoadedRun): Promise<TensorMap> {
  const file = new RunDirectory(workspace, manifest.runId).file('encoder');
  try {
    return await readSafetensors(file, manifest.files['encoder.safetensors']);
  } catch (error) {
    if (!(error instanceof MissingArtifactError)) throw error;
    throw new MissingArtifactError(`Cannot place new products: ${error.message}`, {
      code: error.code,
      cause: error,
      suggestions: ['Restore the file, or train again.'],
    });
  }
}

/**
 * Scores users of a run and products that stand where its encoder M puts their features, [products, F] and raw: to the
 * last bit as a cold product with the same feature.
 */
async function newProductScorer(
  { manifest, vectors }: LoadedRun,
  { encoder, features }: { encoder: TensorMap; features: VectorTable },
  options: PlacingOptions,
): Promise<Scorer> {
  const products = await encodeProducts(manifest, encoder, features, options);
  if (products.length !== features.rows * vectors.dim) {
    throw new InputDataError(
      `The encoder of run ${manifest.runId} gives rows of ${products.length / features.rows} numbers, its ` +
        `embeddings have ${vectors.dim}.`,
      { code: 'ENCODER_LAYERS', suggestions: ['Restore its files, or train again.'] },
    );
  }
  return scorerOf(manifest, vectors, products);
}
