import type { Hyperparameters } from '../config/hyperparameters.js';
import type { FactorizationHyperparameters } from '../config/factorization.js';
import type { MetricHyperparameters } from '../config/metric.js';
import type { ModelSettings } from '../config/models.js';
import { buildBipartiteGraph } from '../graph/bipartite-graph.js';
import { streamWalks } from '../graph/stream-walks.js';
import { planWalks, type WalkPlan } from '../graph/walk-plan.js';
import type { Purchases } from '../sampling/purchases.js';
import { RelatedPairSampler } from '../sampling/related-pairs.js';
import { SAMPLE_WIDTH, type Sampler } from '../sampling/sampler.js';
import { samplesPerEpoch, streamSamples } from '../sampling/stream-samples.js';
import { TripleSampler } from '../sampling/triples.js';
import type { StageName } from '../trainer/stages.js';
import type { TrainingStream } from '../trainer/training-stream.js';
import { corpusSteps } from './corpus-steps.js';
import type { WorkspaceData } from './training-data.js';
import { walkWeights } from './walk-weights.js';

/** What a model is trained on, and for how long at most. */
export interface TrainingPlan {
  stream: TrainingStream;
  /** Optimiser steps of stages if nothing stops them early: what a progress bar counts to. */
  expectedSteps: Partial<Record<StageName, number>>;
}

export interface PlanOptions {
  seed: number;
  threads: number;
  signal: AbortSignal;
}

/** Lays out the training of a model: random walks for skip-grams, samples for the others. */
export function planTraining(
  data: WorkspaceData,
  settings: ModelSettings,
  options: PlanOptions,
): TrainingPlan {
  switch (settings.model) {
    case 'bpr':
    case 'vbpr': {
      const sampler = new TripleSampler(purchasesOf(data), options.seed);
      return planSamples(sampler, 'ranking', settings.hyperparameters, options);
    }
    case 'ibr': {
      const sampler = new RelatedPairSampler(purchasesOf(data), options.seed);
      return planSamples(sampler, 'metric', settings.hyperparameters, options);
    }
    case 'vasg':
    case 'skipgram':
    case 'deepwalk':
      return planSkipGram(data, settings.hyperparameters, options);
  }
}

function planSkipGram(
  data: WorkspaceData,
  hyperparameters: Hyperparameters,
  { seed, threads, signal }: PlanOptions,
): TrainingPlan {
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
): TrainingPlan['expectedSteps'] {
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

function purchasesOf({ train, owned, split }: WorkspaceData): Purchases {
  return { train, owned, numProducts: split.numProducts };
}

function planSamples(
  sampler: Sampler,
  stage: StageName,
  hyperparameters: FactorizationHyperparameters | MetricHyperparameters,
  { seed }: PlanOptions,
): TrainingPlan {
  const { numEpochs, batchSize } = hyperparameters;
  const samplesPerChunk = samplesInChunk(batchSize, sampler);
  return {
    stream: {
      kind: 'samples',
      from: (from) => streamSamples(sampler, { numEpochs, samplesPerChunk, seed, from }),
    },
    expectedSteps: { [stage]: Math.ceil(samplesPerEpoch(sampler) / batchSize) * numEpochs },
  };
}

const BATCHES_PER_CHUNK = 20;
const MAX_CHUNK_BYTES = 4_000_000;
const BYTES_PER_NODE = 4;
const BYTES_PER_SAMPLE = 4 * SAMPLE_WIDTH;

/**
 * The trainer shuffles and cuts batches within a chunk: about ten batches of each node type make them
 * nearly equal in size, and a message stays below gRPC's 4 MiB.
 */
export function walksPerChunk(hyperparameters: Hyperparameters): number {
  const { batchSize, walkLength, centerStride } = hyperparameters;
  const wanted = Math.ceil((BATCHES_PER_CHUNK * batchSize * centerStride) / walkLength);
  const most = Math.floor(MAX_CHUNK_BYTES / (walkLength * BYTES_PER_NODE));
  return Math.max(1, Math.min(wanted, most));
}

/** Whole batches, so that only the last one of an epoch is smaller, unless a batch alone fills a message. */
export function samplesInChunk(batchSize: number, { samplesPerEdge }: Sampler): number {
  const most = Math.floor(MAX_CHUNK_BYTES / BYTES_PER_SAMPLE);
  const batches = Math.max(1, Math.min(BATCHES_PER_CHUNK, Math.floor(most / batchSize)));
  const samples = Math.min(most, batches * batchSize);
  return Math.max(samplesPerEdge, samples - (samples % samplesPerEdge));
}
