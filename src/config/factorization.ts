import type { Definition, ValueOf } from './definition.js';
import { SHARED, penalty } from './shared-definitions.js';

/**
 * Every knob of BPR-MF and VBPR. Score of user u and product i: beta_i + gamma_u . gamma_i + theta_u . (E f_i)
 * + beta' . f_i, the last two with visual factors only (He and McAuley 2016, eq. 4).
 */
export const FACTORIZATION = {
  embeddingDim: { ...SHARED.embeddingDim, paper: '4.2.2' },
  visualDim: {
    kind: 'integer',
    min: 0,
    max: 4096,
    paper: '4.2.2',
    summary: 'Visual factors, the length of theta_u and the rows of E; 0 for bpr.',
  },
  numEpochs: SHARED.numEpochs,
  batchSize: SHARED.batchSize,
  learningRate: SHARED.learningRate,
  initStd: {
    kind: 'real',
    min: 0,
    minExclusive: true,
    max: 1000,
    summary: 'Standard deviation of the normal distribution that factors start from.',
  },
  latentRegularization: penalty('L2 weight on the latent factors.'),
  biasRegularization: penalty("L2 weight on the products' biases."),
  visualRegularization: penalty("L2 weight on the users' visual factors."),
  kernelRegularization: penalty('L2 weight on the kernel E and the visual bias.'),
  featureScaling: SHARED.featureScaling,
  validateEvery: SHARED.validateEvery,
  patience: SHARED.patience,
} as const satisfies Record<string, Definition>;

/** A complete setting of all knobs of a factorisation. */
export type FactorizationHyperparameters = {
  readonly [Name in keyof typeof FACTORIZATION]: ValueOf<(typeof FACTORIZATION)[Name]>;
};
