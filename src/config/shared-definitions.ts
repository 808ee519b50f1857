import type { ChoiceDefinition } from './definition.js';

/** One of a few words. */
export const choice = <const T extends readonly string[]>(
  choices: T,
  summary: string,
  paper?: string,
): ChoiceDefinition<T[number]> => ({ kind: 'choice', choices, summary, ...(paper && { paper }) });

/** Above 0. */
export const learningRate = (summary: string, paper?: string) =>
  ({
    kind: 'real',
    min: 0,
    minExclusive: true,
    max: 10,
    summary,
    ...(paper && { paper }),
  }) as const;

/** A probability that is never 1. */
export const share = (summary: string, paper?: string) =>
  ({ kind: 'real', min: 0, max: 0.95, summary, ...(paper && { paper }) }) as const;

/** Weight of a term of the loss, 0 or more. */
export const penalty = (summary: string) =>
  ({ kind: 'real', min: 0, max: 1_000_000, summary }) as const;

/** Knobs that models of several families have; one name, one meaning, one flag. */
export const SHARED = {
  embeddingDim: {
    kind: 'integer',
    min: 1,
    max: 4096,
    summary: 'D, dimensions of the common space (bpr, vbpr: latent factors; ibr: rank).',
  },
  numEpochs: {
    kind: 'integer',
    min: 1,
    max: 10_000,
    summary: 'Passes over fresh walks (bpr, vbpr, ibr: samples), unless stopped earlier.',
  },
  batchSize: {
    kind: 'integer',
    min: 1,
    max: 1_048_576,
    summary: 'Center nodes in a batch, all users or all products (bpr, vbpr, ibr: samples).',
  },
  learningRate: learningRate("Adam's learning rate."),
  featureScaling: choice(
    ['none', 'global-rms', 'standardize', 'product-min-max'],
    'What is done to the features first: nothing, one common factor, each dimension to mean 0 and variance 1, or each product to [0, 1].',
  ),
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
} as const;
