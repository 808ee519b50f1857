import type { Hyperparameters } from '../config/hyperparameters.js';
import type { ModelName, ModelSettings } from '../config/models.js';
import {
  FeatureScaling,
  ModelKind,
  Objective,
  ProductVector,
  TableInit,
  TaskWeighting,
  UserBatches,
  UserVector,
  WalkTransition,
  type Hyperparameters as WireHyperparameters,
} from '../generated/vasg/v1/hyperparameters.js';
import type { CreateSessionRequest } from '../generated/vasg/v1/trainer_service.js';

const MODEL_KINDS = {
  vasg: ModelKind.MODEL_KIND_VASG,
  skipgram: ModelKind.MODEL_KIND_VASG,
  deepwalk: ModelKind.MODEL_KIND_VASG,
  bpr: ModelKind.MODEL_KIND_BPR,
  vbpr: ModelKind.MODEL_KIND_VBPR,
  ibr: ModelKind.MODEL_KIND_IBR,
} as const satisfies Record<ModelName, ModelKind>;

const OBJECTIVES = {
  'positive-sigmoid': Objective.OBJECTIVE_POSITIVE_SIGMOID,
  'sampled-softmax': Objective.OBJECTIVE_SAMPLED_SOFTMAX,
  'negative-sampling': Objective.OBJECTIVE_NEGATIVE_SAMPLING,
  'user-softmax': Objective.OBJECTIVE_USER_SOFTMAX,
} as const;

const USER_VECTORS = {
  row: UserVector.USER_VECTOR_ROW,
  profile: UserVector.USER_VECTOR_PROFILE,
  'row-plus-profile': UserVector.USER_VECTOR_ROW_PLUS_PROFILE,
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

type WireSettings = Pick<
  CreateSessionRequest,
  'modelKind' | 'hyperparameters' | 'factorization' | 'metric'
>;

/** Model and knobs as the contract writes them: the same names, choices as numbers. */
export function wireSettings(settings: ModelSettings): WireSettings {
  const wire: WireSettings = {
    modelKind: MODEL_KINDS[settings.model],
    hyperparameters: undefined,
    factorization: undefined,
    metric: undefined,
  };
  switch (settings.model) {
    case 'bpr':
    case 'vbpr':
      return { ...wire, factorization: withScaling(settings.hyperparameters) };
    case 'ibr':
      return { ...wire, metric: withScaling(settings.hyperparameters) };
    case 'vasg':
    case 'skipgram':
    case 'deepwalk':
      return { ...wire, hyperparameters: skipGramKnobs(settings.hyperparameters) };
  }
}

function skipGramKnobs(knobs: Hyperparameters): WireHyperparameters {
  return {
    ...withScaling(knobs),
    decoderHidden: [...knobs.decoderHidden],
    encoderHidden: [...knobs.encoderHidden],
    objective: OBJECTIVES[knobs.objective],
    userVector: USER_VECTORS[knobs.userVector],
    productVector: PRODUCT_VECTORS[knobs.productVector],
    taskWeighting: TASK_WEIGHTINGS[knobs.taskWeighting],
    tableInit: TABLE_INITS[knobs.tableInit],
    walkTransition: WALK_TRANSITIONS[knobs.walkTransition],
    userBatches: USER_BATCHES[knobs.userBatches],
  };
}

function withScaling<T extends { readonly featureScaling: keyof typeof FEATURE_SCALINGS }>(
  knobs: T,
): Omit<T, 'featureScaling'> & { featureScaling: FeatureScaling } {
  return { ...knobs, featureScaling: FEATURE_SCALINGS[knobs.featureScaling] };
}
