import type { Hyperparameters } from '../config/hyperparameters.js';
import {
  FeatureScaling,
  Objective,
  ProductVector,
  TableInit,
  TaskWeighting,
  UserBatches,
  WalkTransition,
  type Hyperparameters as WireHyperparameters,
} from '../generated/vasg/v1/hyperparameters.js';

const OBJECTIVES = {
  'positive-sigmoid': Objective.OBJECTIVE_POSITIVE_SIGMOID,
  'sampled-softmax': Objective.OBJECTIVE_SAMPLED_SOFTMAX,
  'negative-sampling': Objective.OBJECTIVE_NEGATIVE_SAMPLING,
} as const;

const PRODUCT_VECTORS = {
  table: ProductVector.PRODUCT_VECTOR_TABLE,
  'content-plus-id': ProductVector.PRODUCT_VECTOR_CONTENT_PLUS_ID,
} as const;

const TASK_WEIGHTINGS = {
  learned: TaskWeighting.TASK_WEIGHTING_LEARNED,
  'learned-unhalved': TaskWeighting.TASK_WEIGHTING_LEARNED_UNHALVED,
  fixed: TaskWeighting.TASK_WEIGHTING_FIXED,
} as const;

const FEATURE_SCALINGS = {
  none: FeatureScaling.FEATURE_SCALING_NONE,
  'global-rms': FeatureScaling.FEATURE_SCALING_GLOBAL_RMS,
  standardize: FeatureScaling.FEATURE_SCALING_STANDARDIZE,
  'product-min-max': FeatureScaling.FEATURE_SCALING_PRODUCT_MIN_MAX,
} as const;

const TABLE_INITS = {
  uniform: TableInit.TABLE_INIT_UNIFORM,
  glorot: TableInit.TABLE_INIT_GLOROT,
  autoencoder: TableInit.TABLE_INIT_AUTOENCODER,
} as const;

const WALK_TRANSITIONS = {
  uniform: WalkTransition.WALK_TRANSITION_UNIFORM,
  rating: WalkTransition.WALK_TRANSITION_RATING,
} as const;

const USER_BATCHES = {
  proportional: UserBatches.USER_BATCHES_PROPORTIONAL,
  'by-ratio': UserBatches.USER_BATCHES_BY_RATIO,
} as const;

/** The knobs as the contract writes them: the same names, choices as numbers. */
export function wireHyperparameters(hyperparameters: Hyperparameters): WireHyperparameters {
  return {
    ...hyperparameters,
    decoderHidden: [...hyperparameters.decoderHidden],
    encoderHidden: [...hyperparameters.encoderHidden],
    objective: OBJECTIVES[hyperparameters.objective],
    productVector: PRODUCT_VECTORS[hyperparameters.productVector],
    taskWeighting: TASK_WEIGHTINGS[hyperparameters.taskWeighting],
    featureScaling: FEATURE_SCALINGS[hyperparameters.featureScaling],
    tableInit: TABLE_INITS[hyperparameters.tableInit],
    walkTransition: WALK_TRANSITIONS[hyperparameters.walkTransition],
    userBatches: USER_BATCHES[hyperparameters.userBatches],
  };
}
