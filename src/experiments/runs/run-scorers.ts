import { MODELS, type ModelSettings } from '../../config/models.js';
import type { Scorer } from '../../evaluation/baselines/scorer.js';
import { distanceScorer } from '../../evaluation/distance-scorer.js';
import { normalizeRows } from '../../evaluation/normalize.js';
import { memoryTable } from '../../evaluation/vector-table.js';
import { userVectors } from '../../recommend/user-vectors.js';
import type { ProductLists } from '../../splitting/views.js';
import type { RunVectors } from './run-vectors.js';

/** One way in which a run ranks products for users: a contestant of Table 2. */
export interface RunScorer extends Scorer {
  /** As in tables and plots. */
  name: string;
  /** Whether products without a training edge get a score that means something. */
  ranksCold: boolean;
}

/** Product vectors whose similarity is that of two products. */
export interface ProductSpace {
  /** [products, dim]; of length 1 where the similarity is the cosine. */
  rows: Float32Array;
  dim: number;
  similarity: 'cosine' | 'negative-distance';
}

/**
 * The scorers of a run, the model as it is first. BPR has no place for cold products, so it gives two more
 * with a map from features to factors (Gantner et al. 2010), which rank warm products as it does.
 *
 * @param owned training products of each user
 */
export function scorersOf(
  settings: ModelSettings,
  vectors: RunVectors,
  owned: ProductLists,
): RunScorer[] {
  const { title, scoring } = MODELS[settings.model];
  switch (scoring) {
    case 'cosine':
      return [{ name: title, ranksCold: true, ...cosineScorer(settings, vectors, owned) }];
    case 'distance': {
      const { users, products, dim } = vectors;
      return [{ name: title, ranksCold: true, ...distanceScorer({ users, products, dim }) }];
    }
    case 'dot':
      return factorScorers(title, vectors);
  }
}

/** The profile of skip-grams is part of the user's vector. Scores are cosines, -1 to 1. */
function cosineScorer(
  settings: ModelSettings,
  { users, products, encoded, dim }: RunVectors,
  owned: ProductLists,
): Scorer {
  const knobs = settings.hyperparameters;
  const profileWeight = 'profileWeight' in knobs ? knobs.profileWeight : 0;
  const profiles = userVectors({ users, encoded, dim, owned, profileWeight });
  return {
    users: memoryTable(normalizeRows(profiles, dim), dim),
    products: memoryTable(normalizeRows(products, dim), dim),
  };
}

function factorScorers(title: string, vectors: RunVectors): RunScorer[] {
  const { users, products, neighbours, dim } = vectors;
  const learned = { users: memoryTable(users, dim), products: memoryTable(products, dim) };
  if (neighbours === undefined) return [{ name: title, ranksCold: true, ...learned }];
  return [
    { name: title, ranksCold: false, ...learned },
    { name: `${title} + least squares`, ranksCold: true, ...learned },
    {
      name: `${title} + kNN`,
      ranksCold: true,
      users: learned.users,
      products: memoryTable(neighbours, dim),
    },
  ];
}

/** Factorisations compare products by their factors: the last column is a bias and no direction. */
export function productSpaceOf(
  settings: ModelSettings,
  { products, dim }: RunVectors,
): ProductSpace {
  switch (MODELS[settings.model].scoring) {
    case 'cosine':
      return { rows: normalizeRows(products, dim), dim, similarity: 'cosine' };
    case 'distance':
      return { rows: products, dim, similarity: 'negative-distance' };
    case 'dot': {
      const factors = withoutLastColumn(products, dim);
      return { rows: normalizeRows(factors, dim - 1), dim: dim - 1, similarity: 'cosine' };
    }
  }
}

/** Rows without their last number. */
export function withoutLastColumn(rows: Float32Array, dim: number): Float32Array {
  const kept = new Float32Array((rows.length / dim) * (dim - 1));
  for (let row = 0; row < rows.length / dim; row++) {
    kept.set(rows.subarray(row * dim, (row + 1) * dim - 1), row * (dim - 1));
  }
  return kept;
}
