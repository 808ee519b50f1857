import type { ShopPlan } from './shop.js';

/** Order in which the purchases are written: by product id, as in the Amazon files. */
export function fileOrder({ productIds, purchases }: ShopPlan): Uint32Array {
  const byId = [...productIds.keys()].sort((a, b) => (productIds[a]! < productIds[b]! ? -1 : 1));
  const rank = new Uint32Array(productIds.length);
  for (const [place, product] of byId.entries()) rank[product] = place;
  const { productIndex } = purchases;
  return Uint32Array.from(productIndex.keys()).sort(
    (a, b) => rank[productIndex[a]!]! - rank[productIndex[b]!]! || a - b,
  );
}
