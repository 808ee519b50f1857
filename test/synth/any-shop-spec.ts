import fc from 'fast-check';
import { SHOP_PRESETS, type ShopSpec } from '../../src/synth/presets.js';

/** Small shops of every shape that can exist, from sparse to complete. */
export const anyShopSpec: fc.Arbitrary<ShopSpec> = fc
  .record({
    users: fc.integer({ min: 1, max: 40 }),
    products: fc.integer({ min: 5, max: 60 }),
    fill: fc.double({ min: 0, max: 1, noNaN: true }),
    families: fc.integer({ min: 1, max: 3 }),
    stylesPerFamily: fc.integer({ min: 1, max: 3 }),
    casualUsers: fc.integer({ min: 0, max: 9 }),
    duplicateRatings: fc.integer({ min: 0, max: 9 }),
    unratedProducts: fc.integer({ min: 0, max: 9 }),
    foreignProducts: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ fill, ...counts }) => {
    const fewest = Math.max(counts.users * 5, counts.products);
    const ratings = fewest + Math.floor(fill * (counts.users * counts.products - fewest));
    return { ...SHOP_PRESETS.tiny, ...counts, ratings };
  });
