import type { RandomStream } from '../random.js';
import type { OwnedPairs } from './owned-pairs.js';
import type { Pairs } from './pairs.js';

/** Purchases of which some repeat another. */
export interface RepeatedPairs extends Pairs {
  /** Style under which each purchase was made. */
  readonly styles: Uint8Array;
  /** Purchases whose pair occurs before; emptied. */
  readonly repeats: Set<number>;
  readonly owned: OwnedPairs;
  readonly numProducts: number;
}

/** Exchanges tried within the style, then across styles. */
const TRIES_WITHIN_STYLE = 1000;
const TRIES_ACROSS_STYLES = 200;

/**
 * Makes all pairs distinct, in place, keeping each user's degree and every product bought. A repeated pair
 * exchanges products with a random other pair, which keeps product degrees too; where no exchange is found
 * (shops in which most users own most products) the repeat moves to a product its user does not own.
 */
export function separatePairs(pairs: RepeatedPairs, stream: RandomStream): void {
  for (const i of pairs.repeats) {
    if (!exchange(pairs, i, stream)) moveToUnowned(pairs, i, stream);
    pairs.repeats.delete(i);
  }
}

function exchange(pairs: RepeatedPairs, i: number, stream: RandomStream): boolean {
  for (let attempt = 0; attempt < TRIES_WITHIN_STYLE + TRIES_ACROSS_STYLES; attempt++) {
    const j = stream.below(pairs.userIndex.length);
    if (attempt < TRIES_WITHIN_STYLE && pairs.styles[j] !== pairs.styles[i]) continue;
    if (canExchange(pairs, i, j)) {
      exchangeProducts(pairs, i, j);
      return true;
    }
  }
  return false;
}

function canExchange(
  { userIndex, productIndex, repeats, owned }: RepeatedPairs,
  i: number,
  j: number,
): boolean {
  return (
    !repeats.has(j) &&
    !owned.has(userIndex[i]!, productIndex[j]!) &&
    !owned.has(userIndex[j]!, productIndex[i]!)
  );
}

/** Pair i stays owned in its old form too: it is the earlier purchase that it repeated. */
function exchangeProducts(
  { userIndex, productIndex, styles, owned }: RepeatedPairs,
  i: number,
  j: number,
): void {
  const product = productIndex[i]!;
  const style = styles[i]!;
  owned.delete(userIndex[j]!, productIndex[j]!);
  productIndex[i] = productIndex[j]!;
  styles[i] = styles[j]!;
  productIndex[j] = product;
  styles[j] = style;
  owned.add(userIndex[i]!, productIndex[i]);
  owned.add(userIndex[j]!, product);
}

/** The first product not owned, from a random start; the one left behind is still bought by the same user. */
function moveToUnowned(
  { userIndex, productIndex, owned, numProducts }: RepeatedPairs,
  i: number,
  stream: RandomStream,
): void {
  let product = stream.below(numProducts);
  while (!owned.add(userIndex[i]!, product)) product = (product + 1) % numProducts;
  productIndex[i] = product;
}
