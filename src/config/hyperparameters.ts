import { SHARED, choice, learningRate, penalty, share } from './shared-definitions.js';
import type { Definition, ValueOf } from './definition.js';

/**
 * Every knob of a skip-gram run (VASG and its ablations), declared once: flags, help, the configuration
 * file, the environment and the checks derive from this table. Values live in presets, so there are no
 * defaults here.
 */
export const HYPERPARAMETERS = {
  embeddingDim: { ...SHARED.embeddingDim, paper: '4.2.2, 4.3.2' },
  windowSize: {
    kind: 'integer',
    min: 3,
    max: 63,
    odd: true,
    paper: '6',
    summary:
      'Full width of the context window in nodes: (width - 1) / 2 on each side of the center.',
  },
  walksPerNode: {
    kind: 'integer',
    min: 1,
    max: 1000,
    paper: '3.1, no value',
    summary: 'n, random walks from each node per epoch.',
  },
  walkLength: {
    kind: 'integer',
    min: 2,
    max: 10_000,
    paper: '3.1, no value',
    summary: 'w_l, nodes in a walk, the start included.',
  },
  walkTransition: choice(
    ['uniform', 'rating'],
    'How a walk chooses the next node: every neighbour alike (the paper), or in proportion to its rating.',
    '3.1',
  ),
  centerStride: {
    kind: 'integer',
    min: 1,
    max: 1000,
    summary: 'Distance between two centers in nodes of a walk; 1 makes every node a center.',
  },
  crossWalks: {
    kind: 'boolean',
    summary: 'Let windows run on across the ends of walks (positive-sigmoid).',
  },
  numEpochs: SHARED.numEpochs,
  maxSteps: {
    kind: 'integer',
    min: 0,
    max: 1_000_000_000,
    summary: 'Optimiser steps at most in the skip-gram stage; 0 lets num-epochs decide.',
  },
  batchSize: SHARED.batchSize,
  userBatches: choice(
    ['proportional', 'by-ratio'],
    'Batches of users: as users occur in the walks, or every floor(|P| / |U|)-th batch, the rest unused.',
    '3.2, no value',
  ),
  separateOptimizers: {
    kind: 'boolean',
    summary: 'Give batches of users and of products an Adam each, over the same tables.',
  },
  tableInit: choice(
    ['uniform', 'glorot', 'autoencoder'],
    'Start of the tables: +-init-range / D, +-sqrt(2 / (V + D)), or products as codes of an autoencoder.',
  ),
  pretrainEpochs: {
    kind: 'integer',
    min: 0,
    max: 10_000,
    summary: 'Passes over the warm products to pre-train the autoencoder (table-init autoencoder).',
  },
  initRange: {
    kind: 'real',
    min: 0,
    minExclusive: true,
    max: 1000,
    summary: 'Embeddings start uniform in +-init-range / D.',
  },
  objective: choice(
    ['positive-sigmoid', 'sampled-softmax', 'negative-sampling', 'user-softmax'],
    'What center and context are trained on: the paper has positives only; user-softmax ranks products for the users of the window.',
    '3.2',
  ),
  contextTable: {
    kind: 'boolean',
    paper: '3.2',
    summary: 'Give contexts a table of their own, as word2vec does.',
  },
  numNegatives: {
    kind: 'integer',
    min: 1,
    max: 65_536,
    summary: 'Shared negatives of each node type in a batch; positive-sigmoid has none.',
  },
  negativeWeight: penalty(
    'Weight of all negatives together against one positive (negative-sampling): negatives per positive in word2vec.',
  ),
  negativePower: {
    kind: 'real',
    min: 0,
    max: 1,
    summary: 'Negatives are drawn by degree to this power: 0 all alike, 1 as walks pass by.',
  },
  temperature: {
    kind: 'real',
    min: 0.01,
    max: 1,
    summary: 'Starting temperature of the cosine softmax, learned from there (softmaxes).',
  },
  tableLearningRate: learningRate("Adam's learning rate for the embedding table.", '3.2'),
  popularityLearningRate: learningRate(
    "Adam's learning rate for the free part of the popularity (popularity-bias).",
  ),
  networkLearningRate: learningRate(
    "Adam's learning rate for encoder, decoder and task weights in the skip-gram stage.",
    '3.2',
  ),
  encoderLearningRate: learningRate(
    "Adam's learning rate in the encoder stage and in the pre-training of an autoencoder.",
    '3.2',
  ),
  weightDecay: {
    kind: 'real',
    min: 0,
    max: 10,
    summary: 'Decoupled weight decay of the encoder.',
  },
  userVector: choice(
    ['row', 'profile', 'row-plus-profile'],
    'Vector of a user: a free row (the paper), the mean direction of the products bought, in training without the one that is asked for, or both (user-softmax).',
  ),
  productVector: choice(
    ['table', 'content-plus-id'],
    'Vector of a warm product: a free row (the paper), or encoder(feature) plus a free row.',
    '3.2',
  ),
  popularityBias: {
    kind: 'boolean',
    summary:
      'Learn how popular a product is beside its direction, predicted from its feature too (user-softmax with content-plus-id).',
  },
  idDropout: {
    kind: 'real',
    min: 0,
    max: 1,
    summary:
      'Chance that the free row of a product is left out (content-plus-id); drawn for each product of a batch by user-softmax, for each occurrence by other objectives.',
  },
  useDecoder: {
    kind: 'boolean',
    paper: '3.2',
    summary: 'Train the decoder that reconstructs image features from embeddings.',
  },
  decoderHidden: {
    kind: 'widths',
    paper: '3.2',
    summary: "Widths of the decoder's hidden layers, embedding side first.",
  },
  taskWeighting: choice(
    ['learned', 'learned-unhalved', 'fixed'],
    'How skip-gram and reconstruction loss are combined (eq. 3): learned as in Kendall et al., without the factor one half, or fixed.',
    '3.2',
  ),
  decoderWeight: {
    kind: 'real',
    min: 0,
    max: 1_000_000,
    summary: 'Weight of the reconstruction loss when task weights are fixed.',
  },
  decoderDropout: share("Dropout after the decoder's hidden layers.", '3.2'),
  embeddingNoiseStd: {
    kind: 'real',
    min: 0,
    max: 1000,
    summary: 'Standard deviation of the noise on a product vector before the decoder.',
  },
  encoderHidden: {
    kind: 'widths',
    paper: '3.2',
    summary: "Widths of the encoder's hidden layers, feature side first.",
  },
  encoderDropout: share("Dropout after the encoder's hidden layers.", '3.2, read otherwise'),
  noiseStd: {
    kind: 'real',
    min: 0,
    max: 1000,
    paper: '6, no value',
    summary: 'Standard deviation of the noise on scaled features while the encoder is trained.',
  },
  encoderOutputRelu: {
    kind: 'boolean',
    paper: '3.2, read otherwise',
    summary: 'End the encoder in a ReLU, so that cold products have no negative entries.',
  },
  frozenDecoderDropout: {
    kind: 'boolean',
    summary: "Keep the decoder's dropout on while the encoder is trained against it.",
  },
  featureScaling: SHARED.featureScaling,
  encoderEpochs: {
    kind: 'integer',
    min: 0,
    max: 10_000,
    summary: 'Passes over the warm products in the encoder stage, at most.',
  },
  encoderBatchSize: {
    kind: 'integer',
    min: 1,
    max: 1_048_576,
    summary: 'Products in a batch of the encoder stage.',
  },
  encoderCosineWeight: {
    kind: 'real',
    min: 0,
    max: 1_000_000,
    summary: 'Weight of 1 - cosine(M(f), X) beside the reconstruction loss; the paper has none.',
  },
  validateEvery: SHARED.validateEvery,
  patience: SHARED.patience,
} as const satisfies Record<string, Definition>;

export type HyperparameterName = keyof typeof HYPERPARAMETERS;

/** A complete setting of all knobs of a skip-gram run. */
export type Hyperparameters = {
  readonly [Name in HyperparameterName]: ValueOf<(typeof HYPERPARAMETERS)[Name]>;
};
