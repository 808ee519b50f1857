import type { FactorizationHyperparameters } from './factorization.js';
import type { Hyperparameters } from './hyperparameters.js';
import type { MetricHyperparameters } from './metric.js';

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
  walkTransition: 'uniform',
  centerStride: 1,
  crossWalks: false,
  numEpochs: 2,
  maxSteps: 1500,
  batchSize: 1024,
  userBatches: 'proportional',
  separateOptimizers: false,
  initRange: 0.5,
  tableInit: 'uniform',
  pretrainEpochs: 0,
  objective: 'positive-sigmoid',
  contextTable: false,
  numNegatives: 256,
  negativeWeight: 5,
  negativePower: 1,
  temperature: 0.1,
  tableLearningRate: 1e-3,
  popularityLearningRate: 5e-3,
  networkLearningRate: 1e-3,
  encoderLearningRate: 1e-3,
  weightDecay: 0,
  userVector: 'row',
  productVector: 'table',
  popularityBias: false,
  idDropout: 0,
  useDecoder: true,
  decoderHidden: [256, 512, 1024, 2048],
  taskWeighting: 'learned',
  decoderWeight: 1,
  decoderDropout: 0.5,
  embeddingNoiseStd: 0,
  encoderHidden: [2048, 1024, 512, 256],
  encoderDropout: 0,
  encoderOutputRelu: false,
  frozenDecoderDropout: false,
  noiseStd: 0.1,
  featureScaling: 'global-rms',
  encoderEpochs: 15,
  encoderBatchSize: 256,
  encoderCosineWeight: 0,
  validateEvery: 25,
  patience: 8,
};

/**
 * The settings of the code that three of the paper's authors published (`parth2170/triplet-recsys`, mid 2020).
 * Each divergence from `paper` is a knob of its own; docs/reproduction.md lists them. Not proof of what made
 * the paper's tables.
 */
const authors: Hyperparameters = {
  ...paper,
  windowSize: 5,
  walksPerNode: 5,
  walkLength: 11,
  walkTransition: 'rating',
  centerStride: 3,
  crossWalks: true,
  numEpochs: 2,
  maxSteps: 0,
  // 512 pairs, each center with the 4 contexts of a whole window.
  batchSize: 128,
  userBatches: 'by-ratio',
  separateOptimizers: true,
  tableInit: 'autoencoder',
  pretrainEpochs: 10,
  contextTable: true,
  tableLearningRate: 1e-2,
  networkLearningRate: 1e-2,
  encoderLearningRate: 1e-4,
  taskWeighting: 'learned-unhalved',
  embeddingNoiseStd: 1,
  encoderDropout: 0.5,
  encoderOutputRelu: true,
  frozenDecoderDropout: true,
  noiseStd: 0,
  featureScaling: 'product-min-max',
  encoderEpochs: 10,
  encoderBatchSize: 512,
  validateEvery: 0,
};

/**
 * Ours: product = encoder(feature) + free row, user = mean direction of what was bought, a softmax per user over
 * cosines and popularity against products drawn uniformly. docs/decisions.md says why.
 */
const standard: Hyperparameters = {
  ...paper,
  windowSize: 3,
  numEpochs: 10,
  maxSteps: 3000,
  batchSize: 512,
  initRange: 17.3,
  objective: 'user-softmax',
  numNegatives: 512,
  negativePower: 0,
  weightDecay: 0.3,
  userVector: 'profile',
  productVector: 'content-plus-id',
  popularityBias: true,
  idDropout: 0.7,
  useDecoder: false,
  taskWeighting: 'fixed',
  decoderWeight: 0.1,
  encoderHidden: [256],
  encoderDropout: 0.5,
  noiseStd: 0.5,
  encoderEpochs: 0,
  validateEvery: 200,
  patience: 4,
};

/** The paper's text without the decoder: the ablation of section 6. Cold products by a cosine encoder. */
const skipgram: Hyperparameters = { ...paper, useDecoder: false, encoderCosineWeight: 1 };

/**
 * Skip-gram with negatives and a table for contexts, as DeepWalk and word2vec have it. How far negatives count and the
 * learning rate are chosen by validation (docs/reproduction.md).
 */
const deepwalk: Hyperparameters = {
  ...skipgram,
  numEpochs: 10,
  maxSteps: 0,
  objective: 'negative-sampling',
  negativeWeight: 1,
  negativePower: 0.75,
  contextTable: true,
  tableLearningRate: 3e-3,
  validateEvery: 100,
};

/**
 * By the warm validation AUC (docs/reproduction.md). A weaker hold on the biases costs most; more or less on the
 * factors, or a wider start, costs less. 400 epochs are more than it needs: early stopping ends it.
 */
const bpr: FactorizationHyperparameters = {
  embeddingDim: 100,
  visualDim: 0,
  numEpochs: 400,
  batchSize: 1024,
  learningRate: 5e-3,
  initStd: 0.01,
  latentRegularization: 0.1,
  biasRegularization: 0.1,
  visualRegularization: 0,
  kernelRegularization: 0,
  featureScaling: 'standardize',
  validateEvery: 100,
  patience: 5,
};

/**
 * 20 latent and 100 visual factors, as section 4.2.2 has it; by the mean of warm and cold validation AUC
 * (docs/reproduction.md). The weight of the kernel trades cold products against warm ones. With biases held as in
 * BPR-MF, 20 factors are too few for how popular products are where few products make most purchases.
 */
const vbpr: FactorizationHyperparameters = {
  ...bpr,
  embeddingDim: 20,
  visualDim: 100,
  biasRegularization: 0.01,
  visualRegularization: 0.1,
  kernelRegularization: 0.001,
};

/** Rank 100, as section 4.3.2 has it; any L2 weight costs validation AUC or leaves it as it is. */
const ibr: MetricHyperparameters = {
  embeddingDim: 100,
  numEpochs: 50,
  batchSize: 1024,
  learningRate: 1e-2,
  regularization: 0,
  featureScaling: 'standardize',
  validateEvery: 100,
  patience: 5,
};

/** Values of all knobs, by model and preset. */
export const PRESETS = {
  vasg: { default: standard, paper, authors },
  skipgram: { default: skipgram },
  deepwalk: { default: deepwalk },
  bpr: { default: bpr },
  vbpr: { default: vbpr },
  ibr: { default: ibr },
} as const;

export const PRESET_NAMES = ['default', 'paper', 'authors'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];
