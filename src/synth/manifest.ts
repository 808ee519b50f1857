import type { FileRecord } from './hashed-file.js';
import type { ShopPlan } from './shop.js';

/** What is in a shop's files, and what must be left of it after ingest. All exact. */
export interface ShopCounts {
  /** Users with at least 5 products: these, their products and their distinct pairs pass ingest. */
  readonly users: number;
  readonly products: number;
  readonly ratings: number;
  /** Lines of the ratings file, and records of the features file. */
  readonly ratingLines: number;
  readonly featureRecords: number;
  /** Users with 1-4 products, and their distinct pairs. */
  readonly casualUsers: number;
  readonly casualRatings: number;
  /** Lines that repeat a pair. */
  readonly duplicateRatings: number;
  /** Products with a feature that nobody bought. */
  readonly unratedProducts: number;
  /** Products of other categories, and the lines about them. */
  readonly foreignProducts: number;
  readonly foreignRatings: number;
}

/** Content of `synth.json`. */
export interface ShopManifest {
  readonly formatVersion: 1;
  readonly preset: string;
  readonly seed: number;
  readonly featureDim: number;
  /** What metadata says that its products are. */
  readonly category: string;
  readonly counts: ShopCounts;
  readonly files: readonly FileRecord[];
}

function countShop({ spec, productIds, purchases }: ShopPlan): ShopCounts {
  const { users, products, ratings, casualUsers, duplicateRatings } = spec;
  const { unratedProducts, foreignProducts } = spec;
  const ratingLines = purchases.userIndex.length;
  const firstForeign = products + unratedProducts;
  const foreignRatings = purchases.productIndex.filter((index) => index >= firstForeign).length;
  return {
    users,
    products,
    ratings,
    ratingLines,
    featureRecords: productIds.length,
    casualUsers,
    casualRatings: ratingLines - ratings - duplicateRatings - foreignRatings,
    duplicateRatings,
    unratedProducts,
    foreignProducts,
    foreignRatings,
  };
}

export function describeShop(plan: ShopPlan, files: readonly FileRecord[]): ShopManifest {
  const { spec, seed } = plan;
  return {
    formatVersion: 1,
    preset: spec.name,
    seed,
    featureDim: spec.featureDim,
    category: spec.category,
    counts: countShop(plan),
    files,
  };
}
