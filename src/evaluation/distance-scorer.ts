import type { Scorer } from './baselines/scorer.js';
import { memoryTable } from './vector-table.js';

export interface PlacedRows {
  /** [users, dim] */
  readonly users: Float32Array;
  /** [products, dim] */
  readonly products: Float32Array;
  readonly dim: number;
}

/**
 * Scores of -|x_u - x_p|^2 as dot products of rows with two more columns:
 * (2 x_u, 1, -|x_u|^2) . (x_p, -|x_p|^2, 1).
 */
export function distanceScorer({ users, products, dim }: PlacedRows): Scorer {
  return {
    users: memoryTable(
      extendRows(users, dim, 2, (norm) => [1, -norm]),
      dim + 2,
    ),
    products: memoryTable(
      extendRows(products, dim, 1, (norm) => [-norm, 1]),
      dim + 2,
    ),
  };
}

/** [rows, dim + 2]: `factor` times each row, then two columns made of its squared length. */
function extendRows(
  rows: Float32Array,
  dim: number,
  factor: number,
  columns: (squaredLength: number) => [number, number],
): Float32Array {
  const count = rows.length / dim;
  const extended = new Float32Array(count * (dim + 2));
  for (let row = 0; row < count; row++) {
    const at = row * (dim + 2);
    let squares = 0;
    for (let d = 0; d < dim; d++) {
      const value = rows[row * dim + d]!;
      squares += value * value;
      extended[at + d] = factor * value;
    }
    extended.set(columns(squares), at + dim);
  }
  return extended;
}
