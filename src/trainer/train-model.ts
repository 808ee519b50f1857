import type { Hyperparameters } from '../config/hyperparameters.js';
import { ModelKind } from '../generated/vasg/v1/hyperparameters.js';
import { Artifact } from '../generated/vasg/v1/tensor.js';
import type { CreateSessionRequest } from '../generated/vasg/v1/trainer_service.js';
import type { TensorMap } from '../safetensors.js';
import type { TrainerClient } from './client.js';
import { downloadTensors } from './calls/download.js';
import { trainStage, type WalkChunk, type WalkCursor } from './calls/train-stage.js';
import { uploadTensor } from './calls/upload.js';
import { stageNumber, type StageName, type StageSummary, type TrainerEvent } from './events.js';
import {
  decoderShapes,
  embeddingShapes,
  encoderShapes,
  type ModelCounts,
} from './expected-tensors.js';
import { wireHyperparameters } from './hyperparameters.js';
import { dataTypeNumber, roleNumber, type TensorSource } from './tensors.js';

export type { TensorSource, TrainerEvent, WalkChunk, WalkCursor };

export interface TrainModelOptions extends ModelCounts {
  client: TrainerClient;
  /** 1 to 64 characters of a-z, 0-9 and hyphen. A session that the trainer knows is resumed. */
  sessionId: string;
  hyperparameters: Hyperparameters;
  /** uint32 */
  seed: number;
  inputs: readonly TensorSource[];
  /** The session's walks from a chunk on, always the same ones. */
  walks: (from: WalkCursor) => AsyncIterable<WalkChunk>;
  onEvent: (event: TrainerEvent) => void;
  /** Told about each input that has to be sent. */
  onUpload?: (role: TensorSource['role'], sentBytes: number, totalBytes: number) => void;
  signal?: AbortSignal;
}

/** What comes back: everything that was learned. */
export interface TrainedModel {
  /** All stages; one that an earlier attempt completed says so again at once. */
  stages: StageSummary[];
  /** `users` [U, D], `products` [P, D] with zero rows for cold products. */
  embeddings: TensorMap;
  /** `encoder.<k>.weight` [out, in], `encoder.<k>.bias` [out]. */
  encoder: TensorMap;
  /** `decoder.<k>.weight`, `decoder.<k>.bias`; absent when none was trained. */
  decoder: TensorMap | undefined;
}

/**
 * Section 3 of the paper against a trainer: session, missing inputs, the stages, the learned tensors. The
 * session stays on the server, so that a client that fails to save can ask again; delete it when all is
 * safe.
 */
export async function trainModel(options: TrainModelOptions): Promise<TrainedModel> {
  const { client, sessionId, inputs, onUpload, signal } = options;
  signal?.throwIfAborted();
  const session = await client.createSession(sessionRequest(options));
  for (const tensor of inputs) {
    if (!session.missingInputs.includes(roleNumber(tensor))) continue;
    const onProgress = onUpload?.bind(undefined, tensor.role);
    await uploadTensor({ client, sessionId, tensor, onProgress, signal });
  }
  const stages: StageSummary[] = [];
  for (const stage of stagesOf(options.hyperparameters)) {
    const isComplete = session.completedStages.includes(stageNumber(stage));
    const walks = stage === 'skip-gram' && !isComplete ? options.walks : undefined;
    stages.push(await trainStage({ ...options, stage, walks, signal }));
  }
  return { stages, ...(await downloadModel(options)) };
}

/** With content plus id, the skip-gram stage trains the encoder as well. */
function stagesOf({ encoderEpochs }: Hyperparameters): StageName[] {
  return encoderEpochs > 0 ? ['skip-gram', 'encoder'] : ['skip-gram'];
}

function sessionRequest(options: TrainModelOptions): CreateSessionRequest {
  const { sessionId, numUsers, numProducts, featureDim, seed } = options;
  return {
    sessionId,
    modelKind: ModelKind.MODEL_KIND_VASG,
    hyperparameters: wireHyperparameters(options.hyperparameters),
    numUsers,
    numProducts,
    featureDim,
    seed,
    inputs: options.inputs.map((tensor) => ({
      role: roleNumber(tensor),
      spec: {
        dataType: dataTypeNumber(tensor),
        shape: [...tensor.shape],
        sha256: Buffer.from(tensor.sha256),
      },
    })),
  };
}

async function downloadModel(options: TrainModelOptions): Promise<Omit<TrainedModel, 'stages'>> {
  const { hyperparameters } = options;
  const download = (artifact: Artifact, shapesOf: typeof embeddingShapes): Promise<TensorMap> =>
    downloadTensors({
      client: options.client,
      sessionId: options.sessionId,
      artifact,
      expected: shapesOf(options, hyperparameters),
      signal: options.signal,
    });
  return {
    embeddings: await download(Artifact.ARTIFACT_EMBEDDINGS, embeddingShapes),
    encoder: await download(Artifact.ARTIFACT_ENCODER, encoderShapes),
    decoder: hyperparameters.useDecoder
      ? await download(Artifact.ARTIFACT_DECODER, decoderShapes)
      : undefined,
  };
}
