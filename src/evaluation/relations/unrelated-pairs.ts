import type { RandomStream } from '../../random.js';
import { pairKey, type ProductPairs } from '../product-pairs.js';
import type { CoPurchases } from './co-purchases.js';
import { PAIR_KINDS, type PairKind } from './pair-kind.js';

export interface UnrelatedPairsOptions {
  /** Products to draw from: those that somebody bought. */
  readonly products: Uint32Array;
  readonly isCold: Uint8Array;
  readonly kind: PairKind;
  readonly purchases: CoPurchases;
  readonly numProducts: number;
  readonly count: number;
  readonly random: RandomStream;
}

/** Draws for each wanted pair before a shop is taken to be too small for more. */
const DRAWS_PER_PAIR = 50;

/**
 * Q of section 4.3: distinct pairs of products that nobody bought both of, uniform over all such pairs of
 * the kind. Fewer than `count` where almost every product was bought together with every other.
 */
export function drawUnrelated(options: UnrelatedPairsOptions): ProductPairs {
  const { purchases, numProducts, count } = options;
  const first = new Uint32Array(count);
  const second = new Uint32Array(count);
  const drawn = new Set<number>();
  const draw = pairSampler(options);
  for (let i = 0; i < DRAWS_PER_PAIR * count && drawn.size < count; i++) {
    const pair = draw();
    if (pair === undefined || purchases.isRelated(...pair)) continue;
    const key = pairKey(...pair, numProducts);
    if (drawn.has(key)) continue;
    [first[drawn.size], second[drawn.size]] = pair;
    drawn.add(key);
  }
  return { first: first.subarray(0, drawn.size), second: second.subarray(0, drawn.size) };
}

/** Draws two products of a kind, each unordered pair as likely as any other, or now and then nothing. */
function pairSampler(options: UnrelatedPairsOptions): () => [number, number] | undefined {
  const { products, isCold, kind, random } = options;
  const [first, second] = PAIR_KINDS[kind].map((accepts) =>
    products.filter((product) => accepts(isCold[product] === 1)),
  ) as [Uint32Array, Uint32Array];
  if (first.length === 0 || second.length === 0) return () => undefined;
  return () => {
    const a = first[random.below(first.length)]!;
    const b = second[random.below(second.length)]!;
    // Two cold products come up in both orders, a cold one and a warm one in one only.
    const isTwice = kind === 'with-cold' && isCold[b] === 1;
    if (a === b || (isTwice && random.below(2) === 1)) return undefined;
    return [a, b];
  };
}
