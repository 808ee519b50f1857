import type { ChoiceDefinition, Definition, ValueOf } from './definition.js';

const choice = <const T extends readonly string[]>(
  choices: T,
  summary: string,
): ChoiceDefinition<T[number]> => ({ kind: 'choice', choices, summary });

const learningRate = (summary: string, paper?: string) =>
  ({
    kind: 'real',
    min: 0,
    minExclusive: true,
    max: 10,
    summary,
    ...(paper && { paper }),
  }) as const;

const share = (summary: string, paper?: string) =>
  ({ kind: 'real', min: 0, max: 0.95, summary, ...(paper && { paper }) }) as const;

/**
 * Every knob of a training run, declared once: flags, help, the configuration file, the environment and
 * the checks derive from this table. Values live in presets (`presets.ts`), so there are no defaults
 * here.
 */
export const HYPERPARAMETERS = {
  embeddingDim: {
    kind: 'integer',
    min: 1,
    max: 4096,
    paper: '4.2.2',
    summary: 'D, dimensions of the common space.',
  },
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
    paper: '3.1',
    summary: 'n, random walks from each node per epoch.',
  },
  walkLength: {
    kind: 'integer',
    min: 2,
    max: 10_000,
    paper: '3.1',
    summary: 'w_l, nodes in a walk, the start included.',
  },
  numEpochs: {
    kind: 'integer',
    min: 1,
    max: 10_000,
    summary: 'Passes over fresh walks, unless stopped earlier.',
  },
  maxSteps: {
    kind: 'integer',
    min: 0,
    max: 1_000_000_000,
    summary: 'Optimiser steps at most in the skip-gram stage; 0 lets num-epochs decide.',
  },
  batchSize: {
    kind: 'integer',
    min: 1,
    max: 1_048_576,
    paper: '3.2',
    summary: 'Center nodes in a batch, all users or all products.',
  },
  initRange: {
    kind: 'real',
    min: 0,
    minExclusive: true,
    max: 1000,
    summary: 'Embeddings start uniform in +-init-range / D.',
  },
  objective: choice(
    ['positive-sigmoid', 'sampled-softmax'],
    'What center and context are trained on: the paper has positives only.',
  ),
  numNegatives: {
    kind: 'integer',
    min: 1,
    max: 65_536,
    summary: 'Shared negatives of each node type in a batch (sampled-softmax).',
  },
  temperature: {
    kind: 'real',
    min: 0.01,
    max: 1,
    summary: 'Starting temperature of the cosine softmax, learned from there (sampled-softmax).',
  },
  tableLearningRate: learningRate("Adam's learning rate for the embedding table.", '3.2'),
  networkLearningRate: learningRate(
    "Adam's learning rate for encoder, decoder and task weights.",
    '3.2',
  ),
  weightDecay: {
    kind: 'real',
    min: 0,
    max: 10,
    summary: 'Decoupled weight decay of the encoder.',
  },
  productVector: choice(
    ['table', 'content-plus-id'],
    'Vector of a warm product: a free row (the paper), or encoder(feature) plus a free row.',
  ),
  idDropout: {
    kind: 'real',
    min: 0,
    max: 1,
    summary: 'Chance that the free row of a product is left out (content-plus-id).',
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
    ['learned', 'fixed'],
    'How skip-gram and reconstruction loss are combined (eq. 3): learned as in Kendall et al., or fixed.',
  ),
  decoderWeight: {
    kind: 'real',
    min: 0,
    max: 1_000_000,
    summary: 'Weight of the reconstruction loss when task weights are fixed.',
  },
  decoderDropout: share("Dropout after the decoder's hidden layers.", '3.2'),
  encoderHidden: {
    kind: 'widths',
    paper: '3.2',
    summary: "Widths of the encoder's hidden layers, feature side first.",
  },
  encoderDropout: share("Dropout after the encoder's hidden layers.", '3.2'),
  noiseStd: {
    kind: 'real',
    min: 0,
    max: 1000,
    paper: '6',
    summary: 'Standard deviation of the noise on scaled features while the encoder is trained.',
  },
  featureScaling: choice(
    ['none', 'global-rms', 'standardize'],
    'What is done to the features first: nothing, one common factor, or each dimension to mean 0, variance 1.',
  ),
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
  validateEvery: {
    kind: 'integer',
    min: 0,
    max: 1_000_000_000,
    summary: 'Steps between two looks at the validation part; 0 never looks.',
  },
  patience: {
    kind: 'integer',
    min: 1,
    max: 1000,
    summary: 'Looks without improvement after which a stage stops.',
  },
  profileWeight: {
    kind: 'real',
    min: 0,
    max: 1000,
    summary: "Weight of the mean encoded vector of a user's own products in the user's vector.",
  },
} as const satisfies Record<string, Definition>;

export type HyperparameterName = keyof typeof HYPERPARAMETERS;

/** A complete setting of all knobs. */
export type Hyperparameters = {
  readonly [Name in HyperparameterName]: ValueOf<(typeof HYPERPARAMETERS)[Name]>;
};

export const HYPERPARAMETER_NAMES = Object.keys(HYPERPARAMETERS) as HyperparameterName[];

/** `embeddingDim` as a flag, without the dashes: `embedding-dim`. */
export function flagName(name: HyperparameterName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `embeddingDim` as an environment variable: `VASG_EMBEDDING_DIM`. */
export function environmentName(name: HyperparameterName): string {
  return `VASG_${flagName(name).replaceAll('-', '_').toUpperCase()}`;
}
