import { MODELS, type ModelSettings } from '../../config/models.js';
import type { Scorer } from '../../evaluation/baselines/scorer.js';
import { distanceScorer } from '../../evaluation/distance-scorer.js';
import { normalizeRows } from '../../evaluation/normalize.js';
import { memoryTable } from '../../evaluation/vector-table.js';
import { placementsOf } from './placements.js';
import { directionLength } from '../../config/row-length.js';
import type { RunVectors } from './run-vectors.js';

/** One way in which a run ranks products for users: a contestant of Table 2. */
export interface RunScorer extends Scorer {
  /** As in tables and plots. */
  name: string;
  /** Whether products without a training edge get a score that means something. */
  ranksCold: boolean;
}

/** The scorers of a run, the model as it is first, then one for each other placement of its products. */
export function scorersOf(settings: ModelSettings, vectors: RunVectors): RunScorer[] {
  return placementsOf(settings, vectors).map(({ name, places, products }) => ({
    name,
    ranksCold: places !== 'warm',
    ...scorerOf(settings, vectors, products),
  }));
}

/**
 * Scores the users of a run and products that stand at the rows `products`, its own or others. What a row scores does not
 * depend on which others there are.
 */
export function scorerOf(
  settings: ModelSettings,
  { users, dim, products: around }: RunVectors,
  products: Float32Array,
): Scorer {
  switch (MODELS[settings.model].scoring) {
    case 'cosine': {
      // With popularity, which lies behind the direction: cosine + temperature x popularity.
      const unit = (rows: Float32Array) =>
        memoryTable(normalizeRows(rows, directionLength(settings), dim), dim);
      return { users: unit(users), products: unit(products) };
    }
    case 'distance':
      return distanceScorer({ users, products, dim, around });
    case 'dot':
      return { users: memoryTable(users, dim), products: memoryTable(products, dim) };
  }
}
