import type { Hyperparameters } from '../config/hyperparameters.js';
import {
  FeatureScaling,
  Objective,
  ProductVector,
  TaskWeighting,
  type Hyperparameters as WireHyperparameters,
} from '../generated/vasg/v1/hyperparameters.js';

const OBJECTIVES = {
  'positive-sigmoid': Objective.OBJECTIVE_POSITIVE_SIGMOID,
  'sampled-softmax': Objective.OBJECTIVE_SAMPLED_SOFTMAX,
} as const;

const PRODUCT_VECTORS = {
  table: ProductVector.PRODUCT_VECTOR_TABLE,
  'content-plus-id': ProductVector.PRODUCT_VECTOR_CONTENT_PLUS_ID,
} as const;

const TASK_WEIGHTINGS = {
  learned: TaskWeighting.TASK_WEIGHTING_LEARNED,
  fixed: TaskWeighting.TASK_WEIGHTING_FIXED,
} as const;

const FEATURE_SCALINGS = {
  none: FeatureScaling.FEATURE_SCALING_NONE,
  'global-rms': FeatureScaling.FEATURE_SCALING_GLOBAL_RMS,
  standardize: FeatureScaling.FEATURE_SCALING_STANDARDIZE,
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
  };
}
