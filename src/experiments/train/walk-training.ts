import type { Hyperparameters } from '../../config/hyperparameters.js';
import { buildBipartiteGraph } from '../../graph/bipartite-graph.js';
import { streamWalks } from '../../graph/stream-walks.js';
import { planWalks, type WalkPlan } from '../../graph/walk-plan.js';
import type { StageName } from '../../trainer/stages.js';
import type { TrainingStream } from '../../trainer/training-stream.js';
import { corpusSteps } from './corpus-steps.js';
import type { WorkspaceData } from '../runs/workspace-data.js';
import { walkWeights } from './walk-weights.js';

export interface WalkTrainingOptions {
  seed: number;
  threads: number;
  signal: AbortSignal;
}

/** The walks that a skip-gram is trained on, and the steps of its stages. */
export function walkTraining(
  data: WorkspaceData,
  hyperparameters: Hyperparameters,
  { seed, threads, signal }: WalkTrainingOptions,
): { stream: TrainingStream; expectedSteps: Partial<Record<StageName, number>> } {
  const { numEpochs } = hyperparameters;
  const plan = planCorpus(data, hyperparameters, seed);
  return {
    stream: {
      kind: 'walks',
      from: (from) => streamWalks(plan, { numEpochs, from, threads, signal }),
    },
    expectedSteps: skipGramSteps(data, hyperparameters, plan),
  };
}

/** Lays out the walks of the training graph (section 3.1). */
function planCorpus(data: WorkspaceData, hyperparameters: Hyperparameters, seed: number): WalkPlan {
  const graph = buildBipartiteGraph({
    numUsers: data.split.numUsers,
    numProducts: data.split.numProducts,
    userIndex: data.train.userIndex,
    productIndex: data.train.productIndex,
    weight: hyperparameters.walkTransition === 'rating' ? walkWeights(data) : undefined,
  });
  return planWalks({
    graph,
    walksPerNode: hyperparameters.walksPerNode,
    walkLength: hyperparameters.walkLength,
    walksPerChunk: walksPerChunk(hyperparameters),
    seed,
  });
}

function skipGramSteps(
  data: WorkspaceData,
  hyperparameters: Hyperparameters,
  { walksPerEpoch }: WalkPlan,
): Partial<Record<StageName, number>> {
  const { maxSteps, encoderBatchSize } = hyperparameters;
  const { numUsers, numProducts } = data.split;
  const steps = corpusSteps(hyperparameters, { walksPerEpoch, numUsers, numProducts });
  const warmProducts = new Set(data.train.productIndex).size;
  const productBatches = Math.ceil(warmProducts / Math.max(1, encoderBatchSize));
  return {
    autoencoder: productBatches * hyperparameters.pretrainEpochs,
    'skip-gram': maxSteps > 0 ? Math.min(maxSteps, steps) : steps,
    encoder: productBatches * hyperparameters.encoderEpochs,
  };
}

const BATCHES_PER_CHUNK = 20;
const MAX_CHUNK_BYTES = 4_000_000;
const BYTES_PER_NODE = 4;

/**
 * The trainer shuffles and cuts batches within a chunk: about ten batches of each node type make them
 * nearly equal in size, and a message stays below gRPC's 4 MiB.
 */
function walksPerChunk(hyperparameters: Hyperparameters): number {
  const { batchSize, walkLength, centerStride } = hyperparameters;
  const wanted = Math.ceil((BATCHES_PER_CHUNK * batchSize * centerStride) / walkLength);
  const most = Math.floor(MAX_CHUNK_BYTES / (walkLength * BYTES_PER_NODE));
  return Math.max(1, Math.min(wanted, most));
}
