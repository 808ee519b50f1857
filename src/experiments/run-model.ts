import type { Progress, ProgressBar } from '../progress/progress.js';
import { buildBipartiteGraph } from '../graph/bipartite-graph.js';
import { planWalks, type WalkPlan } from '../graph/walk-plan.js';
import { streamWalks } from '../graph/stream-walks.js';
import type { Hyperparameters } from '../config/hyperparameters.js';
import type { TrainerClient } from '../trainer/client.js';
import {
  trainModel,
  type TrainModelOptions,
  type TrainedModel,
  type TrainerEvent,
} from '../trainer/train-model.js';
import type { StageName } from '../trainer/events.js';
import { tensorSources } from './tensor-sources.js';
import { openFeatures, type WorkspaceData } from './training-data.js';

export interface ModelRun {
  runId: string;
  hyperparameters: Hyperparameters;
  seed: number;
  threads: number;
  signal: AbortSignal;
  onEvent: (event: TrainerEvent) => void;
  progress: Progress;
}

/**
 * Sections 3.1 and 3.2 in one call: purchases become a graph, the graph becomes walks, walks and features
 * go to the trainer, embeddings and encoder come back.
 */
export async function runModel(
  client: TrainerClient,
  data: WorkspaceData,
  run: ModelRun,
): Promise<TrainedModel> {
  const { hyperparameters, signal } = run;
  const plan = planCorpus(data, hyperparameters, run.seed);
  const features = await openFeatures(data);
  try {
    return await trainModel({
      client,
      sessionId: run.runId,
      hyperparameters,
      numUsers: data.split.numUsers,
      numProducts: data.split.numProducts,
      featureDim: features.dim,
      seed: run.seed,
      inputs: await tensorSources(data, features),
      walks: (from) =>
        streamWalks(plan, {
          numEpochs: hyperparameters.numEpochs,
          from,
          threads: run.threads,
          signal,
        }),
      onEvent: run.onEvent,
      onUpload: uploadBar(run.progress),
      signal,
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

/** Lays out the walks of the training graph (section 3.1). */
export function planCorpus(
  data: WorkspaceData,
  hyperparameters: Hyperparameters,
  seed: number,
): WalkPlan {
  const graph = buildBipartiteGraph({
    numUsers: data.split.numUsers,
    numProducts: data.split.numProducts,
    userIndex: data.train.userIndex,
    productIndex: data.train.productIndex,
  });
  return planWalks({
    graph,
    walksPerNode: hyperparameters.walksPerNode,
    walkLength: hyperparameters.walkLength,
    walksPerChunk: walksPerChunk(hyperparameters),
    seed,
  });
}

/** Optimiser steps of each stage if nothing stops it early: what a progress bar counts to. */
export function expectedSteps(
  data: WorkspaceData,
  hyperparameters: Hyperparameters,
): Record<StageName, number> {
  const { walkLength, numEpochs, batchSize, maxSteps } = hyperparameters;
  const { walksPerEpoch } = planCorpus(data, hyperparameters, 0);
  const corpusSteps = Math.ceil((walksPerEpoch * walkLength * numEpochs) / batchSize);
  const warmProducts = new Set(data.train.productIndex).size;
  const encoderBatches = Math.ceil(warmProducts / hyperparameters.encoderBatchSize);
  return {
    'skip-gram': maxSteps > 0 ? Math.min(maxSteps, corpusSteps) : corpusSteps,
    encoder: encoderBatches * hyperparameters.encoderEpochs,
  };
}

const BATCHES_PER_CHUNK = 20;
const MAX_CHUNK_BYTES = 4_000_000;
const BYTES_PER_NODE = 4;

/**
 * The trainer shuffles and cuts batches within a chunk: about ten batches of each node type make them
 * nearly equal in size, and a message stays below gRPC's 4 MiB.
 */
export function walksPerChunk(hyperparameters: Hyperparameters): number {
  const { batchSize, walkLength } = hyperparameters;
  const wanted = Math.ceil((BATCHES_PER_CHUNK * batchSize) / walkLength);
  const most = Math.floor(MAX_CHUNK_BYTES / (walkLength * BYTES_PER_NODE));
  return Math.max(1, Math.min(wanted, most));
}
