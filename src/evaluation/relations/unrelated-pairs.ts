import type { RandomStream } from '../../random.js';
import { pairKey, type ProductPairs } from '../product-pairs.js';
import type { CoPurchases } from './co-purchases.js';

export interface UnrelatedPairsOptions {
  /** Products to draw the one and the other product of a pair from: the same twice, or none in common. */
  readonly from: readonly [Uint32Array, Uint32Array];
  readonly purchases: CoPurchases;
  readonly numProducts: number;
  readonly count: number;
  readonly random: RandomStream;
}

/** Draws for each wanted pair before a shop is taken to be too small for more. */
const DRAWS_PER_PAIR = 50;

/**
 * Q of section 4.3: distinct pairs of products that nobody bought both of, uniform over all such pairs of
 * the products. Fewer than `count` where almost every product was bought together with every other.
 */
export function drawUnrelated(options: UnrelatedPairsOptions): ProductPairs {
  const { from, purchases, numProducts, count, random } = options;
  const first = new Uint32Array(count);
  const second = new Uint32Array(count);
  const drawn = new Set<number>();
  const numDraws = from.some(({ length }) => length === 0) ? 0 : DRAWS_PER_PAIR * count;
  for (let i = 0; i < numDraws && drawn.size < count; i++) {
    const [a, b] = from.map((products) => products[random.below(products.length)]!) as [
      number,
      number,
    ];
    if (a === b || purchases.isRelated(a, b)) continue;
    const key = pairKey(a, b, numProducts);
    if (drawn.has(key)) continue;
    [first[drawn.size], second[drawn.size]] = [a, b];
    drawn.add(key);
  }
  return { first: first.subarray(0, drawn.size), second: second.subarray(0, drawn.size) };
}
