import type { ModelSettings } from '../config/models.js';
import { Artifact } from '../generated/vasg/v1/tensor.js';
import type { CreateSessionRequest } from '../generated/vasg/v1/trainer_service.js';
import type { TensorMap } from '../safetensors.js';
import type { TrainerClient } from './client.js';
import { downloadTensors } from './calls/download.js';
import { trainStage } from './calls/train-stage.js';
import { uploadTensor } from './calls/upload.js';
import type { StageSummary, TrainerEvent } from './events.js';
import { expectedShapes, type ModelCounts, type Shapes } from './expected-tensors.js';
import { wireSettings } from './hyperparameters.js';
import { stageNumber, stagesOf, takesStream } from './stages.js';
import { dataTypeNumber, roleNumber, type TensorSource } from './tensors.js';
import type { TrainingStream } from './training-stream.js';

export type { TensorSource, TrainerEvent, TrainingStream };

export type TrainModelOptions = ModelSettings & SessionOptions;

interface SessionFacts extends ModelCounts {
  /** 1 to 64 characters of a-z, 0-9 and hyphen. A session that the trainer knows is resumed. */
  sessionId: string;
  /** uint32 */
  seed: number;
  inputs: readonly TensorSource[];
}

interface SessionOptions extends SessionFacts {
  client: TrainerClient;
  /** Walks for skip-grams, triples or labelled pairs for the other models. */
  stream: TrainingStream;
  onEvent: (event: TrainerEvent) => void;
  /** Told about each input that has to be sent. */
  onUpload?: (role: TensorSource['role'], sentBytes: number, totalBytes: number) => void;
  signal?: AbortSignal;
}

/** What comes back: everything that was learned. Shapes are those of `expectedShapes`. */
export interface TrainedModel {
  /** All stages; one that an earlier attempt completed says so again at once. */
  stages: StageSummary[];
  /** `users`, and `products` with zero rows for cold products. */
  embeddings: TensorMap;
  /** `encoder.<k>.weight` [out, in], `encoder.<k>.bias` [out]. */
  encoder: TensorMap;
  /** `decoder.<k>.weight`, `decoder.<k>.bias`; absent when none was trained. */
  decoder: TensorMap | undefined;
}

/**
 * A model against a trainer (section 3 of the paper for skip-grams): session, missing inputs, the stages,
 * the learned tensors. The session stays on the server, so that a client that fails to save can ask again;
 * delete it when all is safe.
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
  for (const stage of stagesOf(options)) {
    const isComplete = session.completedStages.includes(stageNumber(stage));
    const stream = takesStream(stage) && !isComplete ? options.stream : undefined;
    stages.push(await trainStage({ ...options, stage, stream, signal }));
  }
  return { stages, ...(await downloadModel(options)) };
}

/** What `CreateSession` is asked for. */
export function sessionRequest(options: ModelSettings & SessionFacts): CreateSessionRequest {
  const { sessionId, numUsers, numProducts, featureDim, seed } = options;
  return {
    sessionId,
    ...wireSettings(options),
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
  const { client, sessionId, signal } = options;
  const download = (artifact: Artifact, expected: Shapes): Promise<TensorMap> =>
    downloadTensors({ client, sessionId, artifact, expected, signal });
  const { embeddings, encoder, decoder } = expectedShapes(options, options);
  return {
    embeddings: await download(Artifact.ARTIFACT_EMBEDDINGS, embeddings),
    encoder: await download(Artifact.ARTIFACT_ENCODER, encoder),
    decoder: decoder && (await download(Artifact.ARTIFACT_DECODER, decoder)),
  };
}
