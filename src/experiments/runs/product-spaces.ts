import { MODELS, type ModelSettings } from '../../config/models.js';
import { learnsPopularity } from '../../config/row-length.js';
import { normalizeRows } from '../../evaluation/normalize.js';
import { directionsOf } from './directions.js';
import { placementsOf, type Placement } from './placements.js';
import type { RunVectors } from './run-vectors.js';

/** Product vectors whose similarity is that of two products. */
export interface ProductSpace extends Pick<Placement, 'name' | 'places'> {
  /** [products, dim]; of length 1 where the similarity is the cosine. */
  rows: Float32Array;
  dim: number;
  similarity: 'cosine' | 'negative-distance' | 'affinity';
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

/**
 * Where a run says which products one user buys, the model as it is first. For one that learns popularity a pair has the
 * same terms as a product for a user: cosine + temperature x the popularity of both. The paper's cosine stands beside it.
 */
export function* relationSpacesOf(
  settings: ModelSettings,
  vectors: RunVectors,
): Generator<ProductSpace> {
  for (const space of productSpacesOf(settings, vectors)) {
    if (!learnsPopularity(settings)) {
      yield space;
      continue;
    }
    yield withPopularity(space, vectors);
    yield { ...space, name: `${space.name}, cosine alone` };
  }
}

/** Everything times the temperature, which is the last column of any user. */
function withPopularity(space: ProductSpace, { users, products, dim }: RunVectors): ProductSpace {
  const temperature = users[dim - 1]!;
  const rows = new Float32Array(products.length);
  for (let from = 0, to = 0; to < rows.length; from += space.dim, to += dim) {
    rows.set(space.rows.subarray(from, from + space.dim), to);
    rows[to + space.dim] = temperature * products[to + space.dim]!;
  }
  return { ...space, rows, dim, similarity: 'affinity' };
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
