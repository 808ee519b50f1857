import { isDeepStrictEqual } from 'node:util';
import type { Hyperparameters } from '../../../config/hyperparameters.js';
import type { Setting } from '../bench.js';
import { OURS, settingsOf, type Contestant } from '../contestants.js';

/** One departure of preset `default` from the paper, switched back. */
export interface Ablation {
  name: string;
  /** With whatever else has to change for it. */
  settings: Partial<Hyperparameters>;
  /** What the departure is for. */
  claim: string;
}

/** Every departure that has to be worth it. */
export const ABLATIONS: readonly Ablation[] = [
  {
    name: 'no profile',
    settings: { profileWeight: 0 },
    claim: 'A user is also where the photos are of what the user bought.',
  },
  {
    name: 'table of products',
    settings: { productVector: 'table', encoderEpochs: 15, encoderCosineWeight: 1 },
    claim:
      'The encoder learns from the walks, so that cold products come to lie where warm ones do.',
  },
  {
    name: 'rows never left out',
    settings: { idDropout: 0 },
    claim: 'Where the row of a product is left out at times, its photo has to do.',
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
