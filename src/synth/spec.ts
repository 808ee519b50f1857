import { UsageError } from '../errors.js';
import { MIN_USER_PRODUCTS, SHOP_PRESETS, type ShopPreset, type ShopSpec } from './presets.js';

/** Counts a caller may set instead of the preset's. */
export interface ShopOverrides {
  users?: number;
  products?: number;
  ratings?: number;
  featureDim?: number;
}

/** [least, most] of each; the upper ends keep every index and every count of pairs in bounds. */
const RANGES: Readonly<Record<keyof ShopOverrides, readonly [number, number]>> = {
  users: [1, 5_000_000],
  products: [MIN_USER_PRODUCTS, 5_000_000],
  ratings: [MIN_USER_PRODUCTS, 15_000_000],
  featureDim: [1, 16_384],
};

const FLAGS: Readonly<Record<keyof ShopOverrides, string>> = {
  users: '--users',
  products: '--products',
  ratings: '--ratings',
  featureDim: '--feature-dim',
};

/** The preset with `overrides` applied. Throws `UsageError` when no such shop can exist. */
export function resolveShopSpec(preset: ShopPreset, overrides: ShopOverrides = {}): ShopSpec {
  const spec = { ...SHOP_PRESETS[preset], ...overrides };
  checkShopSpec(spec);
  return spec;
}

/** A twentieth as many products of other categories as of its own, at least five. */
export function withForeignProducts(spec: ShopSpec): ShopSpec {
  return { ...spec, foreignProducts: Math.max(5, Math.round(spec.products / 20)) };
}

/** Throws `UsageError`, naming the flag, when no shop has these counts. */
export function checkShopSpec(spec: ShopSpec): void {
  for (const key of Object.keys(RANGES) as (keyof ShopOverrides)[]) checkRange(spec, key);
  const { users, products, ratings } = spec;
  const fewest = users * MIN_USER_PRODUCTS;
  if (ratings < fewest)
    throw new UsageError(
      `--ratings ${ratings} is too few for --users ${users}: every user buys at least ${MIN_USER_PRODUCTS} products, so at least ${fewest} ratings are needed.`,
      { suggestions: [`Use --ratings ${fewest} or more, or fewer --users.`] },
    );
  if (ratings < products)
    throw new UsageError(
      `--ratings ${ratings} is too few for --products ${products}: every product is bought at least once.`,
      { suggestions: [`Use --ratings ${products} or more, or fewer --products.`] },
    );
  if (ratings > users * products)
    throw new UsageError(
      `--ratings ${ratings} is more than --users ${users} x --products ${products} = ${users * products} different pairs.`,
      { suggestions: ['Use fewer --ratings, or more --users or --products.'] },
    );
}

function checkRange(spec: ShopSpec, key: keyof ShopOverrides): void {
  const [least, most] = RANGES[key];
  const value = spec[key];
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(
      `${FLAGS[key]} ${value} is out of range: use a whole number from ${least} to ${most}.`,
    );
}
