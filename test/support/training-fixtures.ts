import { createHash } from 'node:crypto';
import type { Hyperparameters } from '../../src/config/hyperparameters.js';
import type {
  TensorSource,
  TrainModelOptions,
  WalkChunk,
  WalkCursor,
} from '../../src/trainer/train-model.js';
import type { TrainerClient } from '../../src/trainer/client.js';

/** Small enough for a second of training. */
export const TINY_HYPERPARAMETERS: Hyperparameters = {
  embeddingDim: 8,
  windowSize: 5,
  walksPerNode: 2,
  walkLength: 6,
  numEpochs: 2,
  maxSteps: 0,
  batchSize: 16,
  initRange: 0.5,
  objective: 'sampled-softmax',
  numNegatives: 8,
  temperature: 0.1,
  tableLearningRate: 0.01,
  networkLearningRate: 0.001,
  weightDecay: 0,
  productVector: 'table',
  idDropout: 0,
  useDecoder: true,
  decoderHidden: [8],
  taskWeighting: 'learned',
  decoderWeight: 1,
  decoderDropout: 0.1,
  encoderHidden: [12, 10],
  encoderDropout: 0.1,
  noiseStd: 0.1,
  featureScaling: 'none',
  encoderEpochs: 2,
  encoderBatchSize: 8,
  encoderCosineWeight: 1,
  validateEvery: 0,
  patience: 3,
  profileWeight: 0,
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
  const owned = Array.from({ length: NUM_USERS }, (_, user) =>
    [user % 4, (user + 1) % 4].sort((a, b) => a - b),
  );
  const offsets = Uint32Array.from({ length: NUM_USERS + 1 }, (_, user) => 2 * user);
  return [
    memorySource('features', features, [NUM_PRODUCTS, FEATURE_DIM]),
    memorySource('train-offsets', offsets, [NUM_USERS + 1]),
    memorySource('train-products', Uint32Array.from(owned.flat()), [2 * NUM_USERS]),
  ];
}

/** Hand-made walks: user, product, user, ... around the ring, `walksPerChunk` to a chunk. */
export function ringWalks(numEpochs: number, chunksPerEpoch = 3, walksPerChunk = 4) {
  const { walkLength } = TINY_HYPERPARAMETERS;
  return async function* walks(from: WalkCursor): AsyncGenerator<WalkChunk> {
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

export function tinyModel(client: TrainerClient, sessionId: string): TrainModelOptions {
  return {
    client,
    sessionId,
    hyperparameters: TINY_HYPERPARAMETERS,
    numUsers: NUM_USERS,
    numProducts: NUM_PRODUCTS,
    featureDim: FEATURE_DIM,
    seed: 7,
    inputs: tinyInputs(),
    walks: ringWalks(TINY_HYPERPARAMETERS.numEpochs),
    onEvent: () => undefined,
  };
}
