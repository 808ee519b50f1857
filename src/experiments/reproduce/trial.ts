import type { DatasetReproduction, PaperCategory } from './reproduction.js';

/** A data set to reproduce the paper on. */
export interface Shop {
  dataset: string;
  /** Column of the paper's tables that it stands for. */
  category: PaperCategory | null;
  numProducts: number;
  /** How it came to stand for it. */
  cut: DatasetReproduction['cut'];
  /** Whether `data synth` made it. */
  synthetic: boolean;
}

/** One seed on one shop: a split made with the seed, and trainings from it. */
export interface Trial {
  shop: Shop;
  seed: number;
  split: string;
  /** Digests of what everything in the trial depends on. */
  inputs: { featuresSha256: string; splitHash: string };
}

/** Trials of one shop, in the order of the seeds. */
export type Trials = readonly [Trial, ...Trial[]];
