import { createHash } from 'node:crypto';
import type { FactorizationHyperparameters } from '../../src/config/factorization.js';
import type { Hyperparameters } from '../../src/config/hyperparameters.js';
import type { MetricHyperparameters } from '../../src/config/metric.js';
import {
  MODELS,
  type ModelName,
  type ModelSettings,
  type SkipGramModel,
} from '../../src/config/models.js';
import { PRESETS } from '../../src/config/presets.js';
import type { Purchases } from '../../src/sampling/purchases.js';
import { RelatedPairSampler } from '../../src/sampling/related-pairs.js';
import { streamSamples } from '../../src/sampling/stream-samples.js';
import { TripleSampler } from '../../src/sampling/triples.js';
import type { TrainerClient } from '../../src/trainer/client.js';
import type {
  TensorSource,
  TrainingStream,
  TrainModelOptions,
} from '../../src/trainer/train-model.js';
import type { StreamCursor, WalkChunk } from '../../src/trainer/training-stream.js';
import { purchasesOf } from './training-purchases.js';

/** Small enough for a second of training. */
export const TINY_HYPERPARAMETERS: Hyperparameters = {
  ...PRESETS.vasg.paper,
  embeddingDim: 8,
  windowSize: 5,
  walksPerNode: 2,
  walkLength: 6,
  maxSteps: 0,
  batchSize: 16,
  objective: 'sampled-softmax',
  numNegatives: 8,
  tableLearningRate: 0.01,
  decoderHidden: [8],
  decoderDropout: 0.1,
  encoderHidden: [12, 10],
  encoderDropout: 0.1,
  featureScaling: 'none',
  encoderEpochs: 2,
  encoderBatchSize: 8,
  encoderCosineWeight: 1,
  validateEvery: 0,
  patience: 3,
};

export const TINY_FACTORIZATION: FactorizationHyperparameters = {
  ...PRESETS.vbpr.default,
  embeddingDim: 4,
  visualDim: 3,
  numEpochs: 2,
  batchSize: 4,
  featureScaling: 'none',
  validateEvery: 0,
};

export const TINY_METRIC: MetricHyperparameters = {
  ...PRESETS.ibr.default,
  embeddingDim: 4,
  numEpochs: 2,
  batchSize: 4,
  featureScaling: 'none',
  validateEvery: 0,
};

/** Every model that a trainer can be asked for, tiny. */
export const TINY_SETTINGS: Readonly<Record<ModelName, ModelSettings>> = {
  vasg: { model: 'vasg', hyperparameters: TINY_HYPERPARAMETERS },
  skipgram: {
    model: 'skipgram',
    hyperparameters: { ...TINY_HYPERPARAMETERS, useDecoder: false },
  },
  deepwalk: {
    model: 'deepwalk',
    hyperparameters: {
      ...TINY_HYPERPARAMETERS,
      useDecoder: false,
      objective: 'negative-sampling',
      contextTable: true,
    },
  },
  bpr: { model: 'bpr', hyperparameters: { ...TINY_FACTORIZATION, visualDim: 0 } },
  vbpr: { model: 'vbpr', hyperparameters: TINY_FACTORIZATION },
  ibr: { model: 'ibr', hyperparameters: TINY_METRIC },
};

export const NUM_USERS = 6;
export const NUM_PRODUCTS = 5;
export const FEATURE_DIM = 16;

/** A tensor held in memory, sent in chunks that fit no boundary. */
export function memorySource(
  role: TensorSource['role'],
  values: Float32Array | Uint32Array,
  shape: number[],
): TensorSource {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return {
    role,
    dataType: values instanceof Float32Array ? 'float32' : 'uint32',
    shape,
    sha256: createHash('sha256').update(bytes).digest(),
    async *chunks() {
      for (let start = 0; start < bytes.length; start += 97) {
        yield await Promise.resolve(bytes.subarray(start, start + 97));
      }
    },
  };
}

/** Each user bought products u, u + 1 modulo the four warm ones; product 4 is cold. */
export function tinyInputs(): TensorSource[] {
  const features = Float32Array.from(
    { length: NUM_PRODUCTS * FEATURE_DIM },
    (_, i) => Math.sin(i) + 0.1,
  );
  const { offsets, products } = tinyPurchases().owned;
  return [
    memorySource('features', features, [NUM_PRODUCTS, FEATURE_DIM]),
    memorySource('train-offsets', offsets, [offsets.length]),
    memorySource('train-products', products, [products.length]),
  ];
}

/** The training purchases of `tinyInputs`. */
export function tinyPurchases(): Purchases {
  const edges = Array.from({ length: NUM_USERS }, (_, user) =>
    [user % 4, (user + 1) % 4]
      .sort((a, b) => a - b)
      .map((product): [number, number] => [user, product]),
  );
  return purchasesOf(edges.flat(), { numUsers: NUM_USERS, numProducts: NUM_PRODUCTS });
}

/** Hand-made walks: user, product, user, ... around the ring, `walksPerChunk` to a chunk. */
export function ringWalks(numEpochs: number, chunksPerEpoch = 3, walksPerChunk = 4) {
  const { walkLength } = TINY_HYPERPARAMETERS;
  return async function* walks(from: StreamCursor): AsyncGenerator<WalkChunk> {
    for (let epoch = from.epoch; epoch < numEpochs; epoch++) {
      const first = epoch === from.epoch ? from.chunkIndex : 0;
      for (let chunkIndex = first; chunkIndex < chunksPerEpoch; chunkIndex++) {
        const nodes = new Uint32Array(walksPerChunk * walkLength);
        for (let i = 0; i < nodes.length; i++) {
          const position = i % walkLength;
          const start = (Math.floor(i / walkLength) + chunkIndex + epoch) % NUM_USERS;
          nodes[i] =
            position % 2 === 0 ? (start + (position >> 1)) % 4 : NUM_USERS + ((start + 1) % 4);
        }
        const lastOfEpoch = chunkIndex === chunksPerEpoch - 1;
        yield await Promise.resolve({
          epoch,
          chunkIndex,
          numWalks: walksPerChunk,
          nodes,
          lastOfEpoch,
        });
      }
    }
  };
}

/** The walks of `ringWalks` as a stream. */
export function walkStream(from: ReturnType<typeof ringWalks>): TrainingStream {
  return { kind: 'walks', from };
}

type SkipGramOptions = Extract<TrainModelOptions, { model: SkipGramModel }>;

export function tinyModel(client: TrainerClient, sessionId: string): SkipGramOptions {
  return {
    ...sessionOf(client, sessionId),
    model: 'vasg',
    hyperparameters: TINY_HYPERPARAMETERS,
    stream: walkStream(ringWalks(TINY_HYPERPARAMETERS.numEpochs)),
  };
}

/** Any model on the tiny purchases, with the stream that it trains on. */
export function tinyModelOf(
  model: ModelName,
  client: TrainerClient,
  sessionId: string,
): TrainModelOptions {
  const settings = TINY_SETTINGS[model];
  const { numEpochs } = settings.hyperparameters;
  const stream = MODELS[model].scoring === 'cosine' ? walkStream(ringWalks(numEpochs)) : samples();
  return { ...sessionOf(client, sessionId), ...settings, stream };

  function samples(): TrainingStream {
    const sampler =
      model === 'ibr'
        ? new RelatedPairSampler(tinyPurchases(), 7)
        : new TripleSampler(tinyPurchases(), 7);
    return {
      kind: 'samples',
      from: (from) => streamSamples(sampler, { numEpochs, samplesPerChunk: 10, seed: 7, from }),
    };
  }
}

function sessionOf(client: TrainerClient, sessionId: string) {
  return {
    client,
    sessionId,
    numUsers: NUM_USERS,
    numProducts: NUM_PRODUCTS,
    featureDim: FEATURE_DIM,
    seed: 7,
    inputs: tinyInputs(),
    onEvent: () => undefined,
  };
}
