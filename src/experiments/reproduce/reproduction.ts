import type { AnalogyExample as AnalogyExampleOf } from '../evaluate/analogy-examples.js';
import type { PeerChoice } from '../../trainer/python/fit-peer.js';
import type { Lead } from '../steps/paired-lead.js';
import type { Spread } from '../steps/spread.js';
import type { Interval } from '../steps/student-interval.js';

export type { Interval, Lead, PeerChoice, Spread };

/**
 * Everything that `vasg reproduce` found: the shape of its JSON result, and what the report draws. Numbers
 * are plain; what could not be measured is null and says why in `notes`.
 */
export interface Reproduction {
  formatVersion: 1;
  /** ISO 8601, UTC. */
  createdAt: string;
  versions: Record<string, string>;
  /**
   * What the last call ran on, which may have found steps that others had done; but `device` has those of all runs,
   * `; ` between them.
   */
  machine: { cpu: string; threads: number; memoryBytes: number; device: string };
  quick: boolean;
  seeds: number[];
  /** One sentence each: split, candidate sets, ties, seeds, presets. */
  protocol: string[];
  /** What is missing or deviates, and why. */
  notes: string[];
  /** Work in all steps that are done, whenever and wherever that was. */
  wallSeconds: number;
  datasets: DatasetReproduction[];
}

/** One cell: what the paper prints, what the authors' public log says, what we measured. */
export interface Cell {
  paper: number | null;
  /** The same to the letter: `0.4998`, `67.82%`, `116,971`. */
  printed: string | null;
  authors: number | null;
  ours: Spread;
  /** Runs that `ours` comes from; empty for what needs no training. */
  runIds: string[];
}

export type PaperCategory = 'Women' | 'Men' | 'Shoes' | 'Jewelry';

export interface DatasetReproduction {
  dataset: string;
  /** Column of the paper's tables that it stands for; null for any other shop. */
  category: PaperCategory | null;
  /** How it came to stand for it: cut out by the label alone, by the authors' rule, or just called like it. */
  cut: 'label' | 'authors' | 'name' | null;
  /** Whether it was made by `data synth`: then no number can be compared with the paper's. */
  synthetic: boolean;
  table1: Table1;
  table2: Table2Row[];
  table3: Table3Row[];
  /** Whose embeddings Figures 2a, 2b and 3 show. */
  shown: { model: string; preset: string; seed: number };
  /** Figure 2a: PCA of products (section 5). */
  figure2a: ProjectionFigure;
  /** Figure 2b: t-SNE of all products of four users (section 5). */
  figure2b: ProjectionFigure;
  /** Figure 3: examples of X_p1 - X_u1 + X_u2. */
  figure3: AnalogyExample[];
  /** Figure 4: density of pairwise cosines. */
  figure4: DensityCurve[];
  /** Figure 5: warm AUC against D. */
  figure5: DimensionRow[];
  /** Section 5: precision of analogies and how often p1 comes back, an entry for each definition and form of the vectors. */
  analogies: AnalogyRow[];
  /** Section 6. */
  sensitivity: SensitivityRow[];
  /** Section `quality`, which is not the paper's. */
  quality: Quality;
  /** Of the first seed. */
  trainingCurves: TrainingCurve[];
}

export interface Table1 {
  products: Cell;
  users: Cell;
  ratings: Cell;
  /** What the split made of it, per part: rows of view `split_counts`. */
  parts: { part: string; ratings: Spread; users: Spread; products: Spread }[];
}

/** One contestant under one condition (Table 2). */
export interface Table2Row {
  /** Title, e.g. `VASG` or `BPR-MF + least squares`. */
  model: string;
  /** Null for what needs no training. */
  preset: string | null;
  part: 'warm' | 'cold';
  candidates: 'warm' | 'cold' | 'all';
  /** Strict: a tie is lost (eq. 4). */
  auc: Cell;
  aucHalfTies: Spread;
  /** Half width of the 95 % interval over users, mean over seeds. */
  ci95: number | null;
  users: number;
}

/** One contestant under one condition (Table 3). */
export interface Table3Row {
  model: string;
  preset: string | null;
  /** How unrelated pairs are drawn. */
  negatives: 'uniform' | 'degree-matched';
  /** Pairs of two warm products, the headline, with a cold one, whose place comes from its features, or both. */
  kind: 'warm' | 'with-cold' | 'all';
  /** Threshold chosen on a separate half of the test pairs. */
  accuracy: Cell;
  /** Threshold chosen on training pairs. */
  accuracyTrainThreshold: Spread;
  auc: Spread;
  pairs: number;
}

export interface ProjectionFigure {
  method: 'pca' | 't-sne';
  /** Share of variance along x and y (PCA only). */
  explainedVariance: [x: number, y: number] | null;
  points: ProjectedProduct[];
}

export interface ProjectedProduct {
  productId: string;
  x: number;
  y: number;
  /** Figure 2b: which user bought it. */
  userId: string | null;
  /** Path of the product's photo; null when the data set has none. */
  image: string | null;
}

export interface ExampleProduct {
  productId: string;
  /** Path of its photo; null when the data set has none. */
  image: string | null;
}

export type AnalogyExample = AnalogyExampleOf<ExampleProduct>;

export interface DensityCurve {
  /** `features` or the title of a model. */
  space: string;
  preset: string | null;
  /** Middle of each bin, -1 to 1, and the density there. */
  cosine: number[];
  density: number[];
  /** Excess kurtosis: 0 for a normal distribution. */
  excessKurtosis: Cell;
  standardDeviation: Spread;
}

export interface AnalogyRow {
  model: string;
  preset: string | null;
  /** Stable name of what counts as a hit and of the vectors' form: `owned-share, raw`, `owned-share, unit`, ... */
  definition: string;
  /** The same in a sentence each. */
  description: string;
  /** Precision at 5; under `query-returned` the share of queries whose own p1 is among the five. */
  precision: Cell;
  queries: number;
}

/** A point of Figure 5. */
export interface DimensionRow {
  embeddingDim: number;
  auc: Spread;
  /** What the paper says about D, in our words; its own points are printed as a drawing only. */
  claim: string;
  runIds: string[];
}

/** A claim of section 6. */
export interface SensitivityRow {
  /** e.g. `window size`, `noise`, `decoder`. */
  factor: string;
  /** e.g. `7`, `0.1`, `on`. */
  level: string;
  preset: string;
  warm: Spread;
  cold: Spread;
  /** What the paper says about this factor, in our words. */
  claim: string;
  runIds: string[];
}

export interface TrainingCurve {
  runId: string;
  model: string;
  preset: string;
  seed: number;
  stage: string;
  /** Looks and reports in the order of steps; null where a value was not reported. */
  points: {
    step: number;
    loss: number | null;
    reconstructionLoss: number | null;
    aucWarm: number | null;
    aucCold: number | null;
    /** Of related over unrelated pairs of products, by which IBR is stopped. */
    aucRelations: number | null;
  }[];
}

/** What section `quality` compares: AUC of Table 2, strict but for half ties, and accuracy of Table 3. */
export const QUALITY_MEASURES = [
  'warm',
  'warmHalfTies',
  'warmAmongAll',
  'cold',
  'coldHalfTies',
  'coldAmongAll',
  'relations',
  'relationsDegreeMatched',
] as const;
export type QualityMeasure = (typeof QUALITY_MEASURES)[number];

/** Whether preset `default` is better than everybody else, and what it loses when one thing is changed. */
export interface Quality {
  /** `default`, then everybody else of Tables 2 and 3; empty while `default` is not measured. */
  contestants: QualityRow[];
  /** `default`, then with one thing changed at a time; empty while no such variant is measured. */
  ablations: AblationRow[];
  /** Seconds of training of `default` over those of `paper`. */
  slowdown: Spread;
}

/**
 * What `default` is held against, as a share of 1: whom it beats in AUC it has to beat by this much in the mean, with the
 * whole interval above 0; in relations, which IBR is trained for and for nothing else, it may be this much behind IBR.
 */
export const QUALITY_BAR = 0.02;

/** A number beside the one of `default`. */
export interface Compared {
  value: Spread;
  /** 95 % interval of the mean over seeds (Student's t); null for fewer than two. */
  interval: Interval | null;
  /** Of `default`; null in its own row and where one of the two is not measured. */
  lead: Lead | null;
  /**
   * Whether `default` clears `QUALITY_BAR` here; `all tied` where no candidate has another score, so that a strict AUC of
   * 0 says nothing. Null where nothing is asked (variants, relations of all but IBR) and for one seed.
   */
  bar: 'cleared' | 'missed' | 'all tied' | null;
}

export type QualityMeasures = Record<QualityMeasure, Compared>;

export interface QualityRow {
  model: string;
  preset: string | null;
  measures: QualityMeasures;
  /** Empty for what needs no run: no training, or that of a peer. */
  runIds: string[];
  /** Of a peer, which has no run: what it was fitted with, by seed, null where it was not; null for others. */
  fitted: (PeerChoice | null)[] | null;
}

export interface AblationRow {
  /** e.g. `no popularity`. */
  name: string;
  /** What is set, named as flags are, e.g. `popularity-bias=false`; null for `default`. */
  settings: string | null;
  /** What is as it is in `default` for. */
  claim: string;
  measures: QualityMeasures;
  trainingSeconds: Spread;
  runIds: string[];
}
