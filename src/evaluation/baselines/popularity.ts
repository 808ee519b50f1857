import { memoryTable } from '../vector-table.js';
import type { Scorer } from './scorer.js';

export interface PopularityOptions {
  readonly numUsers: number;
  readonly numProducts: number;
  /** Training pairs. */
  readonly train: { readonly productIndex: Uint32Array };
}

/** Most bought first, the same for everyone: the score of a product is its number of training edges. */
export function popularityBaseline({ numUsers, numProducts, train }: PopularityOptions): Scorer {
  const counts = new Float32Array(numProducts);
  for (const product of train.productIndex) counts[product]!++;
  return {
    users: memoryTable(new Float32Array(numUsers).fill(1), 1),
    products: memoryTable(counts, 1),
  };
}
