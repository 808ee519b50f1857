import type { RunRequest } from '../../run-directory.js';
import type { Progress } from '../../progress/progress.js';
import { withBar } from '../../progress/with-bar.js';
import { neighbourMeans } from '../../recommend/neighbour-means.js';
import type { TensorMap } from '../../safetensors.js';
import { openNpy, type FeatureMatrix } from '../../sources/npy.js';
import type { TrainedModel } from '../../trainer/train-model.js';
import { encodeProducts, type PlaceSettings } from '../runs/encode-products.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

export interface PlaceProductsOptions {
  threads: number;
  progress: Progress;
  signal: AbortSignal;
}

/** Warm products whose factors a cold one gets the weighted mean of (BPR); not tuned. */
const NUM_NEIGHBOURS = 20;

/**
 * What a run keeps of a trained model (`embeddings.safetensors`): `users` [U, W], `products` [P, W] with
 * M(f_p) in the rows of cold products, `encoded` [P, W] = M(f_p) of every product, and for BPR `neighbours`
 * [P, W], `products` with cold rows from the most similar warm products instead. What the W columns are, and how
 * two rows score: `ARTIFACT_EMBEDDINGS` in tensor.proto.
 *
 * @param degrees training edges of each product
 */
export async function placeProducts(
  { settings, data, model }: { settings: PlaceSettings; data: WorkspaceData; model: TrainedModel },
  degrees: Uint32Array,
  options: PlaceProductsOptions,
): Promise<TensorMap> {
  const products = model.embeddings.get('products')!;
  const dim = products.shape[1]!;
  const features = await openNpy(data.featuresPath);
  try {
    const encoded = await encodeProducts(settings, model.encoder, features, options);
    const neighbours =
      settings.model === 'bpr'
        ? await placeByNeighbours(features, products.data, { degrees, ...settings }, options)
        : undefined;
    degrees.forEach((degree, product) => {
      if (degree > 0) return;
      products.data.set(encoded.subarray(product * dim, (product + 1) * dim), product * dim);
    });
    const tensors: TensorMap = new Map([
      ['users', model.embeddings.get('users')!],
      ['products', products],
      ['encoded', { shape: products.shape, data: encoded }],
    ]);
    if (neighbours) tensors.set('neighbours', { shape: products.shape, data: neighbours });
    return tensors;
  } finally {
    await features.close();
  }
}

function placeByNeighbours(
  features: FeatureMatrix,
  learned: Float32Array,
  { degrees, fusedMultiplyAdd }: Pick<RunRequest, 'fusedMultiplyAdd'> & { degrees: Uint32Array },
  { threads, progress, signal }: PlaceProductsOptions,
): Promise<Float32Array> {
  const numCold = degrees.filter((degree) => degree === 0).length;
  const bar = progress.bar('Finding neighbours', numCold, 'cold products');
  return withBar(bar, (onProgress) =>
    neighbourMeans({
      ...{ features, learned, degrees, fusedMultiplyAdd, threads, signal },
      dim: learned.length / features.rows,
      k: NUM_NEIGHBOURS,
      onProgress,
    }),
  );
}
