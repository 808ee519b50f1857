import type { Progress, ProgressBar } from '../../progress/progress.js';
import type { ModelSettings } from '../../config/models.js';
import type { TrainerClient } from '../../trainer/client.js';
import {
  trainModel,
  type TrainModelOptions,
  type TrainedModel,
  type TrainerEvent,
} from '../../trainer/train-model.js';
import { tensorSources } from './tensor-sources.js';
import { openFeatures, type WorkspaceData } from '../runs/workspace-data.js';
import type { TrainingPlan } from './training-plan.js';

export type ModelRun = ModelSettings & RunContext;

interface RunContext {
  runId: string;
  seed: number;
  stream: TrainingPlan['stream'];
  signal: AbortSignal;
  onEvent: (event: TrainerEvent) => void;
  progress: Progress;
}

/**
 * Sections 3.1 and 3.2 in one call: walks (or samples), purchases and features go to the trainer, embeddings
 * and encoder come back.
 */
export async function runModel(
  client: TrainerClient,
  data: WorkspaceData,
  run: ModelRun,
): Promise<TrainedModel> {
  const features = await openFeatures(data);
  try {
    return await trainModel({
      ...run,
      client,
      sessionId: run.runId,
      numUsers: data.split.numUsers,
      numProducts: data.split.numProducts,
      featureDim: features.dim,
      inputs: await tensorSources(data, features, run),
      onUpload: uploadBar(run.progress),
    });
  } finally {
    await features.close();
  }
}

const BYTES_PER_MIB = 1 << 20;

/** Shows features on their way to the trainer; what is smaller than a few MiB goes without a word. */
function uploadBar(progress: Progress): NonNullable<TrainModelOptions['onUpload']> {
  let bar: ProgressBar | undefined;
  return (role, sentBytes, totalBytes) => {
    if (totalBytes < 16 * BYTES_PER_MIB) return;
    bar ??= progress.bar(`Sending ${role}`, Math.ceil(totalBytes / BYTES_PER_MIB), 'MiB');
    bar.update(Math.ceil(sentBytes / BYTES_PER_MIB));
    if (sentBytes < totalBytes) return;
    bar.finish();
    bar = undefined;
  };
}
