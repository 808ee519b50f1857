import { RandomStream } from '../../random.js';
import { normalizeRows } from '../normalize.js';
import { memoryTable, type VectorTable } from '../vector-table.js';
import type { Scorer } from './scorer.js';

export interface RandomOptions {
  readonly numUsers: number;
  readonly numProducts: number;
  /** @default 100, the paper's D */
  readonly dim?: number;
  /** uint32 */
  readonly seed: number;
}

/** RAND of Table 2: users and products are random directions, so every product is as likely as another. */
export function randomBaseline({ numUsers, numProducts, dim = 100, seed }: RandomOptions): Scorer {
  return {
    users: randomDirections(numUsers, dim, new RandomStream(seed, 'baseline.random.users')),
    products: randomDirections(
      numProducts,
      dim,
      new RandomStream(seed, 'baseline.random.products'),
    ),
  };
}

function randomDirections(rows: number, dim: number, random: RandomStream): VectorTable {
  // Independent normal coordinates favour no direction.
  const vectors = Float32Array.from({ length: rows * dim }, () => random.normal());
  return memoryTable(normalizeRows(vectors, dim), dim);
}
