import type { RunDirectory, RunManifest, RunRequest } from '../../run-directory.js';
import { writeSafetensors, type TensorMap } from '../../safetensors.js';
import { productDegrees } from '../../splitting/views.js';
import type { StageSummary } from '../../trainer/events.js';
import type { TrainedModel } from '../../trainer/train-model.js';
import type { ServerInfo } from '../../trainer/client.js';
import { placeProducts, type PlaceProductsOptions } from './product-vectors.js';
import { fileMetadata } from './file-metadata.js';
import { versionsOf } from '../runs/trained-on.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/** A run that is being trained. */
export interface StartedRun {
  directory: RunDirectory;
  request: RunRequest;
  /** What it is trained on. */
  data: WorkspaceData;
}

export interface SaveContext extends PlaceProductsOptions {
  info: ServerInfo;
  stages: StageSummary[];
  /** Seconds of training, of all attempts. */
  wallSeconds: () => number;
}

/**
 * Encodes every product's feature with the downloaded encoder, gives cold products that vector, and writes
 * the run directory: tensors first, the manifest last.
 */
export async function saveModel(
  { directory, request, data }: StartedRun,
  model: TrainedModel,
  context: SaveContext,
): Promise<RunManifest> {
  const degrees = productDegrees(data.train, data.split.numProducts);
  const embeddings = await placeProducts({ settings: request, data, model }, degrees, context);
  const metadata = fileMetadata(request);
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
    versions: versionsOf(context.info),
    device: context.info.deviceName,
    completedAt: new Date().toISOString(),
    wallSeconds: context.wallSeconds(),
    files,
  };
  await directory.writeManifest(manifest);
  return manifest;
}
