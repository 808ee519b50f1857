import type { Definition, ValueOf } from './definition.js';
import { SHARED, penalty } from './shared-definitions.js';

/** Every knob of IBR: P(i, j related) = sigmoid(offset - |E f_i - E f_j|^2) (McAuley et al. 2015). */
export const METRIC = {
  embeddingDim: { ...SHARED.embeddingDim, paper: '4.3.2' },
  numEpochs: SHARED.numEpochs,
  batchSize: SHARED.batchSize,
  learningRate: SHARED.learningRate,
  regularization: penalty('L2 weight on the transform E.'),
  featureScaling: SHARED.featureScaling,
  validateEvery: SHARED.validateEvery,
  patience: SHARED.patience,
} as const satisfies Record<string, Definition>;

/** A complete setting of all knobs of a metric. */
export type MetricHyperparameters = {
  readonly [Name in keyof typeof METRIC]: ValueOf<(typeof METRIC)[Name]>;
};
