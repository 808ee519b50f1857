import { isDeepStrictEqual } from 'node:util';
import type { Hyperparameters } from '../../../config/hyperparameters.js';
import { PRESETS } from '../../../config/presets.js';
import type { Setting } from '../bench.js';
import { OURS, settingsOf, type Contestant } from '../contestants.js';

/** Preset `default` with one thing changed, most often a departure from the paper switched back. */
export interface Ablation {
  name: string;
  /**
   * With whatever else has to change for it. Lengths of training are of those that `default` has, whatever was changed of
   * it, so that nobody is compared with a model that trained longer.
   */
  settings: Partial<Hyperparameters> | ((base: Hyperparameters) => Partial<Hyperparameters>);
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
    claim: 'Without a term of its own, popularity takes up a direction of the space.',
  },
  {
    name: 'table of products',
    settings: (base) => ({
      productVector: 'table',
      popularityBias: false,
      encoderEpochs: encoderEpochsBeside(base),
      encoderCosineWeight: 1,
    }),
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
    // As many pairs; 0 steps are no limit, and stay so.
    settings: ({ batchSize, maxSteps }) => ({
      batchSize: 4 * batchSize,
      maxSteps: Math.ceil(maxSteps / 4),
    }),
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

/** As many passes as `paper` has; fewer where `default` was made shorter, which has no passes of its own. */
function encoderEpochsBeside({ maxSteps }: Hyperparameters): number {
  const { paper, default: standard } = PRESETS.vasg;
  const share = maxSteps === 0 ? 1 : Math.min(1, maxSteps / standard.maxSteps);
  return Math.max(1, Math.round(share * paper.encoderEpochs));
}

/** A variant of `default`. */
export interface Variant extends Omit<Ablation, 'settings'> {
  contestant: Contestant;
}

/**
 * What is switched back, without what `default` has like that already. Throws UsageError, naming the variant, for
 * settings that do not go together.
 */
export function ablationsOf({ overrides }: Setting): Variant[] {
  const ours = settingsOf(OURS, overrides);
  const base = ours.hyperparameters as Hyperparameters;
  return ABLATIONS.map(({ name, settings, claim }) => ({
    ...{ name, claim },
    contestant: {
      ...OURS,
      settings: { ...(typeof settings === 'function' ? settings(base) : settings) },
    },
  })).filter(({ contestant }) => !isDeepStrictEqual(settingsOf(contestant, overrides), ours));
}
