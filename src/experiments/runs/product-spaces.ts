import { MODELS, type ModelSettings } from '../../config/models.js';
import { normalizeRows } from '../../evaluation/normalize.js';
import { directionsOf } from './directions.js';
import { placementsOf, type Placement } from './placements.js';
import type { RunVectors } from './run-vectors.js';

/** Product vectors whose similarity is that of two products. */
export interface ProductSpace extends Pick<Placement, 'name' | 'places'> {
  /** [products, dim]; of length 1 where the similarity is the cosine. */
  rows: Float32Array;
  dim: number;
  similarity: 'cosine' | 'negative-distance';
}

/** Where a run compares products with each other, the model as it is first; each is made when its turn comes. */
export function* productSpacesOf(
  settings: ModelSettings,
  vectors: RunVectors,
): Generator<ProductSpace> {
  for (const { name, places, products } of placementsOf(settings, vectors)) {
    yield { name, places, ...comparable(settings, products, vectors.dim) };
  }
}

/** A bias or popularity is no direction: products are compared without it. */
function comparable(
  settings: ModelSettings,
  products: Float32Array,
  rowLength: number,
): Pick<ProductSpace, 'rows' | 'dim' | 'similarity'> {
  const { rows, dim } = directionsOf(settings, products, rowLength);
  if (MODELS[settings.model].scoring === 'distance') {
    return { rows, dim, similarity: 'negative-distance' };
  }
  return { rows: normalizeRows(rows, dim), dim, similarity: 'cosine' };
}
