import { MODELS, type ModelSettings } from '../../config/models.js';
import { normalizeRows } from '../../evaluation/normalize.js';
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

/** Factorisations compare products by their factors: the last column is a bias and no direction. */
function comparable(
  { model }: ModelSettings,
  products: Float32Array,
  dim: number,
): Pick<ProductSpace, 'rows' | 'dim' | 'similarity'> {
  switch (MODELS[model].scoring) {
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
