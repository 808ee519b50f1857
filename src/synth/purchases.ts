import type { RandomStream } from '../random.js';
import { separatePairs } from './distinct-pairs.js';
import { OwnedPairs } from './owned-pairs.js';
import type { Pairs } from './pairs.js';
import type { StyleMixtures } from './styles.js';
import { takeFrom, type StyleSupply } from './supply.js';
import { drawWeighted } from './weighted-draw.js';

/** Who buys from a supply. */
export interface Demand {
  /** Purchases of each user, [users]; they add up to the supply. */
  readonly degrees: Uint32Array;
  readonly tastes: StyleMixtures;
  readonly numProducts: number;
}

/** Share of purchases made regardless of taste. */
const OFF_TASTE_SHARE = 0.1;

/**
 * Hands the whole supply out to the users, so that P(u buys p) follows the popularity of p times the match
 * of u's taste with p's styles. Each purchase is a style drawn by taste, then a product of that style drawn
 * by popularity: no user is ever compared with all products. All pairs differ; product degrees are those of
 * the supply, but for the few that only a replacement could make distinct in very dense shops.
 * The supply is used up.
 */
export function drawPurchases(
  { degrees, tastes, numProducts }: Demand,
  supply: StyleSupply,
  stream: RandomStream,
): Pairs {
  const userIndex = shoppingOrder(degrees, stream);
  const productIndex = new Uint32Array(userIndex.length);
  const styles = new Uint8Array(userIndex.length);
  const owned = new OwnedPairs(numProducts);
  const repeats = new Set<number>();
  for (const [i, user] of userIndex.entries()) {
    styles[i] = drawStyleWanted(tastes, user, supply, stream);
    const isNew = (product: number): boolean => !owned.has(user, product);
    productIndex[i] = takeFrom(supply, styles[i], isNew, stream);
    if (!owned.add(user, productIndex[i])) repeats.add(i);
  }
  separatePairs({ userIndex, productIndex, styles, repeats, owned, numProducts }, stream);
  return { userIndex, productIndex };
}

/** Everybody's purchases in random order, so that what runs out does not run out for the same users. */
function shoppingOrder(degrees: Uint32Array, stream: RandomStream): Uint32Array {
  const order = new Uint32Array(degrees.reduce((a, b) => a + b, 0));
  let next = 0;
  for (let user = 0; user < degrees.length; user++) {
    order.fill(user, next, next + degrees[user]!);
    next += degrees[user]!;
  }
  return stream.shuffle(order);
}

function drawStyleWanted(
  tastes: StyleMixtures,
  user: number,
  supply: StyleSupply,
  stream: RandomStream,
): number {
  if (stream.float() >= OFF_TASTE_SHARE) {
    const start = user * tastes.width;
    const wanted = Array.from({ length: tastes.width }, (_, i) =>
      supply.remaining[tastes.styles[start + i]!]! > 0 ? tastes.weights[start + i]! : 0,
    );
    const place = drawWeighted(wanted, stream);
    if (place >= 0) return tastes.styles[start + place]!;
  }
  return drawWeighted(supply.remaining, stream);
}
