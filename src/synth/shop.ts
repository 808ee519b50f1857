import { RandomStream } from '../random.js';
import { apportion, logNormalWeights, zipfWeights } from './degrees.js';
import { drawExtraRows, drawForeignPurchases } from './extra-rows.js';
import { drawProductIds, drawUserIds } from './identifiers.js';
import { MIN_USER_PRODUCTS, SHOP_PRESETS, type ShopPreset, type ShopSpec } from './presets.js';
import type { Pairs } from './pairs.js';
import { drawPurchases } from './purchases.js';
import { checkShopSpec } from './spec.js';
import { drawProductStyles, numStyles, styleMatch, type StyleMixtures } from './styles.js';
import { stockStyles } from './supply.js';
import { drawTastes } from './tastes.js';
import { drawVerdicts, type Verdicts } from './verdicts.js';

/** A whole shop but for its features, which `feature-records.ts` derives from it block by block. */
export interface ShopPlan {
  readonly spec: ShopSpec;
  /** uint32 */
  readonly seed: number;
  /** Kept users first (`spec.users`), then casual ones. */
  readonly userIds: readonly string[];
  /** Bought products first (`spec.products`), then never-bought ones, then those of other categories. */
  readonly productIds: readonly string[];
  /** Of kept users; casual ones have none. */
  readonly tastes: StyleMixtures;
  /** Of all products. */
  readonly styles: StyleMixtures;
  /** One per line of the ratings file: kept, casual, duplicate, then foreign pairs. */
  readonly purchases: Pairs & Verdicts;
}

/** Spread of user activity (log-normal sigma). */
const ACTIVITY_SIGMA = 1;

/**
 * Designs the shop of a preset or a specification. Pure: the same seed gives the same plan. Takes time and
 * memory in proportion to users + products + ratings. Throws `UsageError` for impossible counts.
 */
export function generateShop(shop: ShopPreset | ShopSpec, seed: number): ShopPlan {
  const spec = typeof shop === 'string' ? SHOP_PRESETS[shop] : shop;
  checkShopSpec(spec);
  const stream = (name: string): RandomStream => new RandomStream(seed, `synth.${name}`);
  const numUsers = spec.users + spec.casualUsers;
  const numProducts = spec.products + spec.unratedProducts + spec.foreignProducts;

  const styles = drawProductStyles(numProducts, spec, stream('styles'));
  const popularity = drawPopularity(spec, stream('popularity'));
  const supply = stockStyles(popularity, styles, numStyles(spec), stream('supply'));
  const tastes = drawTastes(spec.users, supply.remaining, spec, stream('tastes'));
  const demand = {
    degrees: drawActivity(spec, stream('activity')),
    tastes,
    numProducts: spec.products,
  };
  const kept = drawPurchases(demand, supply, stream('purchases'));
  const { casual, duplicates } = drawExtraRows(kept, spec, stream('extra-rows'));
  const foreign = drawForeignPurchases(spec, stream('foreign'));
  const pairs = concatenate([kept, casual, duplicates, foreign]);
  const isLiked = (i: number): boolean =>
    pairs.userIndex[i]! >= spec.users ||
    styleMatch(tastes, pairs.userIndex[i]!, styles, pairs.productIndex[i]!) > 0;
  return {
    spec,
    seed,
    userIds: drawUserIds(numUsers, stream('user-ids')),
    productIds: drawProductIds(numProducts, stream('product-ids')),
    tastes,
    styles,
    purchases: { ...pairs, ...drawVerdicts(pairs, numUsers, isLiked, stream('verdicts')) },
  };
}

/** Purchases of each product: at least one, a Zipf tail, the exact sum. */
function drawPopularity({ users, products, ratings }: ShopSpec, stream: RandomStream): Uint32Array {
  const weights = zipfWeights(products, stream);
  return apportion({ weights, total: ratings, min: 1, max: users });
}

/** Purchases of each kept user: at least five, a log-normal tail, the exact sum. */
function drawActivity({ users, products, ratings }: ShopSpec, stream: RandomStream): Uint32Array {
  const weights = logNormalWeights(users, ACTIVITY_SIGMA, stream);
  return apportion({ weights, total: ratings, min: MIN_USER_PRODUCTS, max: products });
}

function concatenate(parts: Pairs[]): Pairs {
  const join = (column: keyof Pairs): Uint32Array =>
    Uint32Array.from(parts.flatMap((part) => [...part[column]]));
  return { userIndex: join('userIndex'), productIndex: join('productIndex') };
}
