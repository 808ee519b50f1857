import type { RankPairsOptions } from '../src/evaluation/ranking/rank-pairs.js';
import { memoryTable, type VectorTable } from '../src/evaluation/vector-table.js';
import { RandomStream } from '../src/random.js';

/** Numbers of a vector. */
export const DIM = 100;

/** Products of each quarter that users own, the first of it. */
const DRAWN = 1000;

/**
 * One test product and four owned ones per user, of quarters of the products: at least 4,000 of them. A tenth of the
 * products is cold.
 */
export function randomRanking(numUsers: number, numProducts: number): RankPairsOptions {
  const quarter = numProducts / 4;
  if (quarter < DRAWN) throw new RangeError(`${numProducts} products, fewer than ${4 * DRAWN}`);
  const random = new RandomStream(1, 'benchmark');
  const table = (rows: number): VectorTable =>
    memoryTable(
      Float32Array.from({ length: rows * DIM }, () => random.float() - 0.5),
      DIM,
    );
  const upTo = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => i);
  const ascending = upTo(4 * numUsers).map((i) => (i % 4) * quarter + random.below(DRAWN));
  return {
    pairs: {
      userIndex: upTo(numUsers),
      productIndex: upTo(numUsers).map(() => random.below(numProducts)),
    },
    owned: { offsets: upTo(numUsers + 1).map((user) => 4 * user), products: ascending },
    groups: Uint8Array.from({ length: numProducts }, () => (random.below(10) === 0 ? 1 : 0)),
    users: table(numUsers),
    products: table(numProducts),
    threads: 1,
  };
}
