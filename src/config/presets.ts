import type { Hyperparameters } from './hyperparameters.js';

/**
 * The paper's text; where it is silent, the reading that is documented in docs/decisions.md: one table,
 * uniform start, mean losses, learned task weights on product batches, features scaled by one factor,
 * early stopping on the validation part.
 */
const paper: Hyperparameters = {
  embeddingDim: 100,
  windowSize: 7,
  walksPerNode: 10,
  walkLength: 20,
  numEpochs: 2,
  maxSteps: 1500,
  batchSize: 1024,
  initRange: 0.5,
  objective: 'positive-sigmoid',
  numNegatives: 256,
  temperature: 0.1,
  tableLearningRate: 1e-3,
  networkLearningRate: 1e-3,
  weightDecay: 0,
  productVector: 'table',
  idDropout: 0,
  useDecoder: true,
  decoderHidden: [256, 512, 1024, 2048],
  taskWeighting: 'learned',
  decoderWeight: 1,
  decoderDropout: 0.5,
  encoderHidden: [2048, 1024, 512, 256],
  encoderDropout: 0,
  noiseStd: 0.1,
  featureScaling: 'global-rms',
  encoderEpochs: 15,
  encoderBatchSize: 256,
  encoderCosineWeight: 0,
  validateEvery: 25,
  patience: 8,
  profileWeight: 0,
};

/**
 * Ours: product = encoder(feature) + free row, a softmax over cosines with shared negatives, users shifted
 * towards what they bought. docs/decisions.md says why.
 */
const standard: Hyperparameters = {
  ...paper,
  numEpochs: 10,
  initRange: 17.3,
  objective: 'sampled-softmax',
  tableLearningRate: 3e-3,
  weightDecay: 0.3,
  productVector: 'content-plus-id',
  idDropout: 0.5,
  useDecoder: false,
  taskWeighting: 'fixed',
  decoderWeight: 0.1,
  encoderHidden: [256],
  encoderDropout: 0.5,
  noiseStd: 0.5,
  encoderEpochs: 0,
  validateEvery: 100,
  patience: 4,
  profileWeight: 2,
};

export const PRESETS = { default: standard, paper } as const;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
