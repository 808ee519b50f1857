import { FACTORIZATION, type FactorizationHyperparameters } from './factorization.js';
import { HYPERPARAMETERS, type Hyperparameters } from './hyperparameters.js';
import { METRIC, type MetricHyperparameters } from './metric.js';
import type { Definition } from './definition.js';

/** Models whose knobs are those of `HYPERPARAMETERS`: VASG, and skip-grams that lack something of it. */
export type SkipGramModel = 'vasg' | 'skipgram' | 'deepwalk';
export type FactorizationModel = 'bpr' | 'vbpr';
export type MetricModel = 'ibr';
export type ModelName = SkipGramModel | FactorizationModel | MetricModel;

/** A model and all its knobs. */
export type ModelSettings =
  | { readonly model: SkipGramModel; readonly hyperparameters: Hyperparameters }
  | { readonly model: FactorizationModel; readonly hyperparameters: FactorizationHyperparameters }
  | { readonly model: MetricModel; readonly hyperparameters: MetricHyperparameters };

/**
 * How two rows make a score: cosine similarity (section 4.2), dot product, or the negative squared distance.
 */
export type Scoring = 'cosine' | 'dot' | 'distance';

interface ModelDescription {
  /** As in tables and plots. */
  readonly title: string;
  readonly summary: string;
  readonly scoring: Scoring;
  /** Whether the paper trains it; what is said there of a knob is said of these. */
  readonly inPaper: boolean;
  readonly definitions: Readonly<Record<string, Definition>>;
}

/** Everything that `vasg train --model` can train. */
export const MODELS = {
  vasg: {
    title: 'VASG',
    summary: 'Visually aware skip-gram (section 3).',
    scoring: 'cosine',
    inPaper: true,
    definitions: HYPERPARAMETERS,
  },
  skipgram: {
    title: 'Skip-gram',
    summary: 'VASG without its decoder (section 6).',
    scoring: 'cosine',
    inPaper: true,
    definitions: {
      ...HYPERPARAMETERS,
      useDecoder: { ...HYPERPARAMETERS.useDecoder, paper: '6' },
    },
  },
  deepwalk: {
    title: 'DeepWalk',
    summary: 'Skip-gram with negative samples and a table for contexts.',
    scoring: 'cosine',
    inPaper: false,
    definitions: HYPERPARAMETERS,
  },
  bpr: {
    title: 'BPR-MF',
    summary: 'Matrix factorisation on pairwise rankings (Rendle et al. 2009).',
    scoring: 'dot',
    inPaper: false,
    definitions: FACTORIZATION,
  },
  vbpr: {
    title: 'VBPR',
    summary: 'BPR with visual factors and a visual bias (He and McAuley 2016).',
    scoring: 'dot',
    inPaper: true,
    definitions: FACTORIZATION,
  },
  ibr: {
    title: 'IBR',
    summary: 'Low-rank Mahalanobis distance between features (McAuley et al. 2015).',
    scoring: 'distance',
    inPaper: true,
    definitions: METRIC,
  },
} as const satisfies Record<ModelName, ModelDescription>;

export const MODEL_NAMES = Object.keys(MODELS) as ModelName[];

/** Every knob of any model, by its one name. */
export const ALL_DEFINITIONS: Readonly<Record<string, Definition>> = {
  ...HYPERPARAMETERS,
  ...FACTORIZATION,
  ...METRIC,
};
