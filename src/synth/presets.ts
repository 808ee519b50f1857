/** The named shops that can be made: two small ones of our own and the four of the paper's Table 1. */

/** The paper's data sets: subcategories of one collection of raw files. */
export type ShopCategory = 'Women' | 'Men' | 'Shoes' | 'Jewelry';

/** Everything that decides a shop, besides the seed. Counts are those left after ingest, exactly. */
export interface ShopSpec {
  /** Preset the shop started from; only a label. */
  readonly name: string;
  /** Users with at least `MIN_USER_PRODUCTS` products. */
  readonly users: number;
  /** Products bought at least once by such a user. */
  readonly products: number;
  /** Distinct (user, product) pairs of such users. */
  readonly ratings: number;
  /** Numbers per visual feature. */
  readonly featureDim: number;
  /** Groups of styles that look alike and are liked together; at most 256 styles in all. */
  readonly families: number;
  readonly stylesPerFamily: number;
  /** Users with 1-4 products, which ingest must drop. */
  readonly casualUsers: number;
  /** Extra lines that repeat a (user, product) pair, which ingest must merge. */
  readonly duplicateRatings: number;
  /** Products that have a feature but were never bought, which ingest must leave out. */
  readonly unratedProducts: number;
  /** What metadata says that its products are. */
  readonly category: ShopCategory;
  /** Products of other categories, with purchases, which ingest must drop when it is told the category. */
  readonly foreignProducts: number;
}

/** The paper drops users with fewer products (section 4.1). */
export const MIN_USER_PRODUCTS = 5;

const PAPER = {
  featureDim: 4096,
  families: 8,
  stylesPerFamily: 4,
  casualUsers: 500,
  duplicateRatings: 100,
  unratedProducts: 50,
  foreignProducts: 0,
};

export const SHOP_PRESETS = {
  tiny: {
    name: 'tiny',
    users: 120,
    products: 300,
    ratings: 1000,
    featureDim: 64,
    families: 4,
    stylesPerFamily: 3,
    casualUsers: 6,
    duplicateRatings: 4,
    unratedProducts: 3,
    category: 'Women',
    foreignProducts: 0,
  },
  small: {
    name: 'small',
    users: 1500,
    products: 6200,
    ratings: 15_000,
    featureDim: 512,
    families: 6,
    stylesPerFamily: 4,
    casualUsers: 60,
    duplicateRatings: 25,
    unratedProducts: 20,
    category: 'Women',
    foreignProducts: 0,
  },
  women: {
    ...PAPER,
    name: 'women',
    category: 'Women',
    users: 14_110,
    products: 116_971,
    ratings: 307_863,
  },
  men: {
    ...PAPER,
    name: 'men',
    category: 'Men',
    users: 19_618,
    products: 62_376,
    ratings: 187_181,
  },
  shoes: {
    ...PAPER,
    name: 'shoes',
    category: 'Shoes',
    users: 22_066,
    products: 71_219,
    ratings: 211_818,
  },
  jewelry: {
    ...PAPER,
    name: 'jewelry',
    category: 'Jewelry',
    users: 13_975,
    products: 62_958,
    ratings: 161_439,
  },
} as const satisfies Record<string, ShopSpec>;

export type ShopPreset = keyof typeof SHOP_PRESETS;

export const SHOP_PRESET_NAMES = Object.keys(SHOP_PRESETS) as ShopPreset[];
