import { MODELS, type ModelSettings } from '../../config/models.js';
import type { Scorer } from '../../evaluation/baselines/scorer.js';
import { distanceScorer } from '../../evaluation/distance-scorer.js';
import { normalizeRows } from '../../evaluation/normalize.js';
import { memoryTable } from '../../evaluation/vector-table.js';
import { userVectors } from '../../recommend/user-vectors.js';
import type { ProductLists } from '../../splitting/views.js';
import { placementsOf } from './placements.js';
import type { RunVectors } from './run-vectors.js';

/** One way in which a run ranks products for users: a contestant of Table 2. */
export interface RunScorer extends Scorer {
  /** As in tables and plots. */
  name: string;
  /** Whether products without a training edge get a score that means something. */
  ranksCold: boolean;
}

/**
 * The scorers of a run, the model as it is first, then one for each other placement of its products.
 *
 * @param trainProducts training products of each user
 */
export function scorersOf(
  settings: ModelSettings,
  vectors: RunVectors,
  trainProducts: ProductLists,
): RunScorer[] {
  return placementsOf(settings, vectors).map(({ name, places, products }) => ({
    name,
    ranksCold: places !== 'warm',
    ...scorerOf(settings, { ...vectors, products }, trainProducts),
  }));
}

function scorerOf(
  settings: ModelSettings,
  vectors: RunVectors,
  trainProducts: ProductLists,
): Scorer {
  const { users, products, dim } = vectors;
  switch (MODELS[settings.model].scoring) {
    case 'cosine':
      return cosineScorer(settings, vectors, trainProducts);
    case 'distance':
      return distanceScorer({ users, products, dim });
    case 'dot':
      return { users: memoryTable(users, dim), products: memoryTable(products, dim) };
  }
}

/** The profile of skip-grams is part of the user's vector. Scores are cosines, -1 to 1. */
function cosineScorer(
  settings: ModelSettings,
  { users, products, encoded, dim }: RunVectors,
  trainProducts: ProductLists,
): Scorer {
  const knobs = settings.hyperparameters;
  const profileWeight = 'profileWeight' in knobs ? knobs.profileWeight : 0;
  const profiles = userVectors({ users, encoded, dim, owned: trainProducts, profileWeight });
  return {
    users: memoryTable(normalizeRows(profiles, dim), dim),
    products: memoryTable(normalizeRows(products, dim), dim),
  };
}
