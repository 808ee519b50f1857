import type { ModelSettings } from '../../config/models.js';
import { directionLength } from '../../config/row-length.js';
import { leadingColumns } from '../../leading-columns.js';

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
  return { rows: leadingColumns(rows, rowLength, dim), dim };
}
