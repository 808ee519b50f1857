import type { Scorer } from './baselines/scorer.js';
import { memoryTable } from './vector-table.js';

export interface PlacedRows {
  /** [users, dim] */
  readonly users: Float32Array;
  /** [products, dim] */
  readonly products: Float32Array;
  readonly dim: number;
  /** Rows in whose middle numbers are smallest. @default products */
  readonly around?: Float32Array | undefined;
}

/**
 * Scores of -|x_u - x_p|^2 as dot products of rows with two more columns:
 * (2 x_u, 1, -|x_u|^2) . (x_p, -|x_p|^2, 1).
 *
 * Both tables are first moved by the mean row of `around`. Distances stay as they are, and of what all rows have in
 * common, which would be squared and taken away again in 32 bits, nothing is left. Equal rows score alike to the last
 * bit where they are moved alike.
 */
export function distanceScorer({ users, products, dim, around = products }: PlacedRows): Scorer {
  const origin = meanRow(around, dim);
  return {
    users: memoryTable(
      extendRows(users, origin, { factor: 2, columns: (norm) => [1, -norm] }),
      dim + 2,
    ),
    products: memoryTable(
      extendRows(products, origin, { factor: 1, columns: (norm) => [-norm, 1] }),
      dim + 2,
    ),
  };
}

function meanRow(rows: Float32Array, dim: number): Float64Array {
  const mean = new Float64Array(dim);
  const count = rows.length / dim;
  rows.forEach((value, i) => (mean[i % dim]! += value / count));
  return mean;
}

interface Extension {
  factor: number;
  columns: (squaredLength: number) => [number, number];
}

/** [rows, dim + 2]: `factor` times each row's way from `origin`, then `columns` of its squared length. */
function extendRows(
  rows: Float32Array,
  origin: Float64Array,
  { factor, columns }: Extension,
): Float32Array {
  const dim = origin.length;
  const count = rows.length / dim;
  const extended = new Float32Array(count * (dim + 2));
  for (let row = 0; row < count; row++) {
    const at = row * (dim + 2);
    let squares = 0;
    for (let d = 0; d < dim; d++) {
      const value = rows[row * dim + d]! - origin[d]!;
      squares += value * value;
      extended[at + d] = factor * value;
    }
    extended.set(columns(squares), at + dim);
  }
  return extended;
}
