import type { TrainingLimits } from './shorten.js';

/** How much of everything there is to do. */
export interface Sizes {
  /** Seeds when none are asked for. */
  seeds: readonly number[];
  /** Levels of section 6, beside those of the preset. */
  windowSizes: readonly number[];
  embeddingDims: readonly number[];
  /** Pairs of products in Table 3, at most, of each kind. */
  maxPairs: number;
  /** Pairs of products of Figure 4. */
  numPairs: number;
  /** Queries of section 5; the paper has 10,000. */
  numQueries: number;
  /** For presets; absent where they alone say how long a training is. */
  training?: TrainingLimits;
}

export const FULL: Sizes = {
  seeds: [1, 2, 3, 4, 5],
  windowSizes: [3, 5, 7, 9],
  embeddingDims: [10, 20, 50, 70, 100, 150],
  maxPairs: 100_000,
  numPairs: 1_000_000,
  numQueries: 10_000,
};

/** For `--quick`: enough to see every table and figure filled. */
export const QUICK: Sizes = {
  seeds: [1],
  windowSizes: [3, 7],
  embeddingDims: [10, 50, 100],
  maxPairs: 10_000,
  numPairs: 100_000,
  numQueries: 1000,
  // No more steps than preset `default` has anyway.
  training: { numProducts: 20_000, maxSteps: 3000 },
};
