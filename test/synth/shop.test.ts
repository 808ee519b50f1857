import { expect } from 'chai';
import fc from 'fast-check';
import { featureNetworkOf } from '../../src/synth/feature-records.js';
import { SHOP_PRESETS } from '../../src/synth/presets.js';
import { generateShop, type ShopPlan } from '../../src/synth/shop.js';
import { styleMatch } from '../../src/synth/styles.js';
import { anyShopSpec } from './any-shop-spec.js';

/** What an ingest of its category that keeps users with at least five distinct products would find. */
function ingest({ spec, purchases, userIds, productIds }: ShopPlan): Map<string, Set<string>> {
  const bought = new Map<string, Set<string>>();
  for (const [i, user] of purchases.userIndex.entries()) {
    if (purchases.productIndex[i]! >= spec.products + spec.unratedProducts) continue;
    const userId = userIds[user]!;
    const products = bought.get(userId) ?? new Set();
    bought.set(userId, products.add(productIds[purchases.productIndex[i]!]!));
  }
  for (const [userId, products] of bought) if (products.size < 5) bought.delete(userId);
  return bought;
}

function degreesOf(indices: Uint32Array, count: number): number[] {
  const degrees = new Array<number>(count).fill(0);
  for (const index of indices) degrees[index]!++;
  return degrees.sort((a, b) => a - b);
}

describe('generated shop', () => {
  it('has exactly the counts asked for, whatever they are', () => {
    fc.assert(
      fc.property(anyShopSpec, fc.nat(), (spec, seed) => {
        const bought = ingest(generateShop(spec, seed));
        const products = new Set([...bought.values()].flatMap((set) => [...set]));
        const ratings = [...bought.values()].reduce((sum, set) => sum + set.size, 0);
        expect([bought.size, products.size, ratings]).to.deep.equal([
          spec.users,
          spec.products,
          spec.ratings,
        ]);
      }),
      { numRuns: 200 },
    );
  });

  it('has the counts of Table 1 for a preset of the paper', () => {
    const bought = ingest(generateShop('jewelry', 3));
    const ratings = [...bought.values()].reduce((sum, set) => sum + set.size, 0);
    expect([bought.size, ratings]).to.deep.equal([13_975, 161_439]);
    expect(new Set([...bought.values()].flatMap((set) => [...set]))).to.have.length(62_958);
  });

  it('is a pure function of specification and seed', () => {
    fc.assert(
      fc.property(anyShopSpec, fc.nat(), (spec, seed) => {
        expect(generateShop(spec, seed)).to.deep.equal(generateShop(spec, seed));
      }),
      { numRuns: 20 },
    );
    expect(generateShop('tiny', 1).purchases).to.not.deep.equal(generateShop('tiny', 2).purchases);
  });

  it('uses different ids of the lengths Amazon uses, some with leading zeros', () => {
    const { userIds, productIds } = generateShop('small', 1);
    for (const ids of [userIds, productIds]) expect(new Set(ids)).to.have.length(ids.length);
    expect(userIds.every((id) => /^A[0-9A-Z]{13}$/.test(id))).to.be.true;
    expect(productIds.every((id) => /^(B00[0-9A-Z]{7}|000\d{7})$/.test(id))).to.be.true;
    expect(productIds.filter((id) => id.startsWith('000')).length).to.be.greaterThan(100);
  });

  it('has one casual user whose lines, but not products, are five', () => {
    const { spec, purchases } = generateShop('tiny', 1);
    const lines = purchases.userIndex.filter((user) => user === spec.users).length;
    expect(lines).to.equal(5);
  });

  it('has one casual user who would stay but for products of other categories', () => {
    const { spec, purchases } = generateShop({ ...SHOP_PRESETS.tiny, foreignProducts: 5 }, 1);
    const bought = purchases.productIndex.filter((_, i) => purchases.userIndex[i] === spec.users);
    const isForeign = (product: number) => product >= spec.products + spec.unratedProducts;
    const [own, all] = [bought.filter((product) => !isForeign(product)), bought];
    expect([new Set(own).size, new Set(all).size >= 6]).to.deep.equal([4, true]);
  });

  it('is the same with and without products of other categories', () => {
    const plain = generateShop('tiny', 1);
    const more = generateShop({ ...plain.spec, foreignProducts: 7 }, 1);
    expect(more.productIds.slice(0, -7)).to.deep.equal(plain.productIds);
    const lines = plain.purchases.userIndex.length;
    for (const column of ['userIndex', 'productIndex', 'stars', 'timestamps'] as const) {
      expect(more.purchases[column].slice(0, lines)).to.deep.equal(plain.purchases[column]);
    }
    const feature = (plan: ShopPlan) => {
      const out = new Float32Array(plan.spec.featureDim);
      featureNetworkOf(plan).write(17, out);
      return out;
    };
    expect(feature(more)).to.deep.equal(feature(plain));
  });

  it('sells most products one to three times and a few often', () => {
    const { spec, purchases } = generateShop('small', 1);
    const degrees = degreesOf(purchases.productIndex.slice(0, spec.ratings), spec.products);
    expect(degrees[0]).to.equal(1);
    expect(degrees[Math.floor(0.85 * spec.products)]).to.be.at.most(3);
    expect(degrees.at(-1)).to.be.within(60, spec.users / 4);
  });

  it('has users from five purchases to a hundred', () => {
    const { spec, purchases } = generateShop('small', 1);
    const degrees = degreesOf(purchases.userIndex.slice(0, spec.ratings), spec.users);
    expect(degrees[0]).to.equal(5);
    expect(degrees[spec.users / 2]).to.be.within(6, 10);
    expect(degrees.at(-1)).to.be.greaterThan(50);
  });

  it('sells by taste: four purchases in five are of a style that the user likes', () => {
    const { spec, purchases, tastes, styles } = generateShop('small', 1);
    let liked = 0;
    for (let i = 0; i < spec.ratings; i++)
      if (styleMatch(tastes, purchases.userIndex[i]!, styles, purchases.productIndex[i]!) > 0)
        liked++;
    expect(liked / spec.ratings).to.be.within(0.8, 0.95);
  });

  it('rates mostly four and five stars, at midnights of 2003 to 2014', () => {
    const { stars, timestamps } = generateShop('small', 1).purchases;
    expect(stars.filter((star) => star >= 4).length / stars.length).to.be.within(0.7, 0.9);
    expect(Math.min(...stars)).to.equal(1);
    expect(Math.max(...stars)).to.equal(5);
    expect(timestamps.every((time) => time % 86_400 === 0)).to.be.true;
    expect(new Date(Math.min(...timestamps) * 1000).getUTCFullYear()).to.be.at.least(2003);
    expect(new Date(Math.max(...timestamps) * 1000).getUTCFullYear()).to.equal(2014);
  });
});
