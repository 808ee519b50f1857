import { encode } from '../encoder/encode.js';
import { denseLayers } from '../encoder/dense-layers.js';
import { openNpy } from '../sources/npy.js';
import type { Progress } from '../progress/progress.js';
import type { RunDirectory, RunManifest, RunRequest } from '../run-directory.js';
import { writeSafetensors, type TensorMap } from '../safetensors.js';
import { productDegrees } from '../splitting/views.js';
import type { StageSummary } from '../trainer/events.js';
import type { TrainedModel } from '../trainer/train-model.js';
import type { ServerInfo } from '../trainer/client.js';
import { packageVersion } from '../version.js';
import { encoderForm } from './encoder-form.js';
import type { WorkspaceData } from './training-data.js';

export interface SaveContext {
  info: ServerInfo;
  stages: StageSummary[];
  threads: number;
  progress: Progress;
  signal: AbortSignal;
  startedMs: number;
}

/**
 * Encodes every product's feature with the downloaded encoder, gives cold products that vector, and writes
 * the run directory: tensors first, the manifest last.
 */
export async function saveModel(
  directory: RunDirectory,
  request: RunRequest,
  data: WorkspaceData,
  model: TrainedModel,
  context: SaveContext,
): Promise<RunManifest> {
  const degrees = productDegrees(data.train, data.split.numProducts);
  const encoding = { ...context, form: encoderForm(request) };
  const embeddings = await withEncodedProducts(data, model, degrees, encoding);
  const { dataset, split, preset, seed } = request;
  // Where it comes from, but not which run: two runs of one request give the same bytes.
  const metadata = { format: 'vasg', dataset, split, preset, seed: String(seed) };
  const files: Record<string, string> = {};
  const save = async (name: 'embeddings' | 'encoder' | 'decoder', tensors: TensorMap) => {
    files[`${name}.safetensors`] = await writeSafetensors(directory.file(name), tensors, metadata);
  };
  await save('embeddings', embeddings);
  await save('encoder', model.encoder);
  if (model.decoder !== undefined) await save('decoder', model.decoder);

  const manifest: RunManifest = {
    formatVersion: 1,
    ...request,
    counts: {
      users: data.split.numUsers,
      products: data.split.numProducts,
      warmProducts: degrees.reduce((count, degree) => count + (degree > 0 ? 1 : 0), 0),
      trainEdges: data.train.userIndex.length,
    },
    featureDim: data.dataset.featureDim,
    stages: context.stages,
    versions: {
      vasg: packageVersion,
      node: process.version,
      python: context.info.pythonVersion,
      torch: context.info.torchVersion,
      ...(context.info.cudaVersion === '' ? {} : { cuda: context.info.cudaVersion }),
    },
    device: context.info.deviceName,
    completedAt: new Date().toISOString(),
    wallSeconds: (Date.now() - context.startedMs) / 1000,
    files,
  };
  await directory.writeManifest(manifest);
  return manifest;
}

/**
 * `users` [U, D], `products` [P, D] with M(f_p) in the rows of cold products, `encoded` [P, D] = M(f_p)
 * of every product.
 */
async function withEncodedProducts(
  data: WorkspaceData,
  model: TrainedModel,
  degrees: Uint32Array,
  { threads, progress, signal, form }: SaveContext & { form: ReturnType<typeof encoderForm> },
): Promise<TensorMap> {
  const features = await openNpy(data.featuresPath);
  const bar = progress.bar('Encoding products', features.rows, 'products');
  try {
    const encoded = await encode(denseLayers(model.encoder), features, {
      ...form,
      threads,
      signal,
      onProgress: (rowsDone) => bar.update(rowsDone),
    });
    bar.finish();
    const products = model.embeddings.get('products')!;
    const dim = products.shape[1]!;
    degrees.forEach((degree, product) => {
      if (degree > 0) return;
      products.data.set(encoded.subarray(product * dim, (product + 1) * dim), product * dim);
    });
    return new Map([
      ['users', model.embeddings.get('users')!],
      ['products', products],
      ['encoded', { shape: products.shape, data: encoded }],
    ]);
  } finally {
    bar.abandon();
    await features.close();
  }
}
