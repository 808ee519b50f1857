import type { VectorTable } from '../vector-table.js';

/** Vectors whose dot products are a model's scores. */
export interface Scorer {
  readonly users: VectorTable;
  readonly products: VectorTable;
}
