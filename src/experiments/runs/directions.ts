import type { ModelSettings } from '../../config/models.js';
import { directionLength } from '../../config/row-length.js';

/** Vectors of which angles mean something, [rows, dim]. */
export interface Directions {
  rows: Float32Array;
  dim: number;
}

/** Rows of `rowLength` numbers without the bias or popularity behind the direction, where a model has one. */
export function directionsOf(
  settings: ModelSettings,
  rows: Float32Array,
  rowLength: number,
): Directions {
  const dim = directionLength(settings);
  if (dim === rowLength) return { rows, dim };
  const kept = new Float32Array((rows.length / rowLength) * dim);
  for (let row = 0; row < rows.length / rowLength; row++) {
    kept.set(rows.subarray(row * rowLength, row * rowLength + dim), row * dim);
  }
  return { rows: kept, dim };
}
