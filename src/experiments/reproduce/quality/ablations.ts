import { isDeepStrictEqual } from 'node:util';
import type { Hyperparameters } from '../../../config/hyperparameters.js';
import type { Setting } from '../bench.js';
import { OURS, settingsOf, type Contestant } from '../contestants.js';

/** Preset `default` with one thing changed, most often a departure from the paper switched back. */
export interface Ablation {
  name: string;
  /** With whatever else has to change for it. */
  settings: Partial<Hyperparameters>;
  /** What is as it is in `default` for. */
  claim: string;
}

/** The main departures, and alternatives beside them; each has to be worth it. */
export const ABLATIONS: readonly Ablation[] = [
  {
    name: 'rows of users',
    settings: { userVector: 'row', windowSize: 7 },
    claim: 'A free row learns the few purchases of a user by heart.',
  },
  {
    name: 'no popularity',
    settings: { popularityBias: false },
    claim: 'How popular a product is is no direction; without a term of its own it takes one.',
  },
  {
    name: 'table of products',
    settings: {
      productVector: 'table',
      popularityBias: false,
      encoderEpochs: 15,
      encoderCosineWeight: 1,
    },
    claim:
      'The encoder learns the ranking task itself, so that cold products lie where warm ones do.',
  },
  {
    name: 'skip-gram of all nodes',
    settings: {
      objective: 'sampled-softmax',
      windowSize: 7,
      userVector: 'row',
      popularityBias: false,
      negativePower: 1,
    },
    claim: 'Users rank products; pairs of one node type only take part as what a user is made of.',
  },
  {
    name: 'rows of users and profiles',
    settings: { userVector: 'row-plus-profile' },
    claim: 'A free row adds nothing to what was bought.',
  },
  {
    name: 'window of the paper',
    settings: { windowSize: 7 },
    claim:
      'A user is made of products bought, so that direct neighbours see two steps further already.',
  },
  {
    name: 'negatives by degree',
    settings: { negativePower: 1 },
    claim: 'The long tail, which AUC counts like all else, has to be met often enough.',
  },
  {
    name: 'fewer negatives',
    settings: { numNegatives: 64 },
    claim: 'More rivals make a steadier gradient.',
  },
  {
    name: 'few large steps',
    settings: { batchSize: 2048, maxSteps: 750 },
    claim: 'Many small steps generalise better than few large ones over as many pairs.',
  },
  {
    name: 'popularity as slow as rows',
    settings: { popularityLearningRate: 1e-3 },
    claim: 'By how often it is bought a product is known soon, by whom late.',
  },
  {
    name: 'encoder without dropout',
    settings: { encoderDropout: 0 },
    claim: 'The encoder sees few products many times.',
  },
  {
    name: 'rows never left out',
    settings: { idDropout: 0 },
    claim: 'Where the row of a product is left out at times, its photo has to do.',
  },
  {
    name: 'no rows of products',
    settings: { idDropout: 1 },
    claim: 'Who buys a product says more than its photo.',
  },
  {
    name: 'no noise',
    settings: { noiseStd: 0 },
    claim: 'Noise on features keeps the encoder from knowing products by heart.',
  },
  {
    name: 'decoder',
    settings: { useDecoder: true },
    claim: 'An encoder that learns from the walks needs no reconstruction of features.',
  },
  {
    name: 'standardized features',
    settings: { featureScaling: 'standardize' },
    claim: 'One factor for all features keeps the weight that each dimension has.',
  },
];

/** A variant of `default`. */
export interface Variant extends Ablation {
  contestant: Contestant;
}

/**
 * What is switched back, without what `default` has like that already. Throws UsageError, naming the variant, for
 * settings that do not go together.
 */
export function ablationsOf({ overrides }: Setting): Variant[] {
  const ours = settingsOf(OURS, overrides);
  return ABLATIONS.map((ablation) => ({
    ...ablation,
    contestant: { ...OURS, settings: ablation.settings },
  })).filter(({ contestant }) => !isDeepStrictEqual(settingsOf(contestant, overrides), ours));
}
