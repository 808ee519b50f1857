import { NO_PRODUCT } from '../nearest/nearest-products.js';
import type { AnalogyQueries, UserProducts } from './sample-analogies.js';

export interface RecommendationQueriesOptions {
  readonly queries: AnalogyQueries;
  readonly owned: UserProducts;
  readonly heldOut: Uint32Array;
}

/**
 * The queries whose u2 has a product in the test part other than p1, and what each may not find: p1 and
 * everything else that u2 bought.
 */
export function recommendationQueries({ queries, owned, heldOut }: RecommendationQueriesOptions): {
  queries: AnalogyQueries;
  excluded: UserProducts;
} {
  const { firstUser, product, secondUser } = queries;
  const kept = Uint32Array.from(product.keys()).filter((query) => {
    const wanted = heldOut[secondUser[query]!]!;
    return wanted !== NO_PRODUCT && wanted !== product[query];
  });
  const offsets = new Uint32Array(kept.length + 1);
  const excluded: number[] = [];
  kept.forEach((query, i) => {
    const user = secondUser[query]!;
    const bought = owned.products.subarray(owned.offsets[user], owned.offsets[user + 1]);
    const others = new Set(bought).add(product[query]!);
    others.delete(heldOut[user]!);
    excluded.push(...[...others].sort((a, b) => a - b));
    offsets[i + 1] = excluded.length;
  });
  const pick = (values: Uint32Array): Uint32Array => kept.map((query) => values[query]!);
  return {
    queries: {
      firstUser: pick(firstUser),
      product: pick(product),
      secondUser: pick(secondUser),
    },
    excluded: { offsets, products: Uint32Array.from(excluded) },
  };
}
