import { expect } from 'chai';
import { UsageError } from '../../src/errors.js';
import type { ShopSpec } from '../../src/synth/presets.js';
import { generateShop } from '../../src/synth/shop.js';
import { resolveShopSpec, type ShopOverrides } from '../../src/synth/spec.js';

function refusal(overrides: ShopOverrides): string {
  try {
    resolveShopSpec('tiny', overrides);
  } catch (error) {
    expect(error).to.be.instanceOf(UsageError);
    return (error as UsageError).message;
  }
  return 'accepted';
}

describe('size of a shop', () => {
  it('is the preset where nothing is overridden', () => {
    const spec: ShopSpec = resolveShopSpec('men', { featureDim: 16 });
    expect(spec).to.include({ users: 19_618, products: 62_376, ratings: 187_181, featureDim: 16 });
  });

  it('is refused when ratings are too few for the users, naming both flags', () => {
    expect(refusal({ users: 201 })).to.match(/^--ratings 1000 is too few for --users 201/);
    expect(refusal({ users: 200 })).to.equal('accepted');
  });

  it('is refused when ratings are too few for the products', () => {
    expect(refusal({ products: 1001 })).to.match(/^--ratings 1000 is too few for --products 1001/);
    expect(refusal({ products: 1000 })).to.equal('accepted');
  });

  it('is refused when there are not so many pairs', () => {
    expect(refusal({ users: 3, products: 5, ratings: 16 })).to.match(/^--ratings 16 is more than/);
    expect(refusal({ users: 3, products: 5, ratings: 15 })).to.equal('accepted');
  });

  for (const [overrides, flag] of [
    [{ users: 0 }, '--users 0'],
    [{ products: 4 }, '--products 4'],
    [{ ratings: 4 }, '--ratings 4'],
    [{ featureDim: 0 }, '--feature-dim 0'],
    [{ featureDim: 16_385 }, '--feature-dim 16385'],
    [{ users: 2.5 }, '--users 2.5'],
    [{ ratings: NaN }, '--ratings NaN'],
  ] as const)
    it(`is refused out of range: ${flag}`, () => {
      expect(refusal(overrides)).to.match(new RegExp(`^${flag} is out of range`));
    });

  it('is checked for specifications made by hand too', () => {
    const spec = { ...resolveShopSpec('tiny'), ratings: 1 };
    expect(() => generateShop(spec, 1)).to.throw(UsageError, '--ratings 1 is out of range');
  });
});
