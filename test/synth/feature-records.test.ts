import { expect } from 'chai';
import { SHOP_PRESETS } from '../../src/synth/presets.js';
import { featureFileBytes, featureRecords } from '../../src/synth/feature-records.js';
import { generateShop, type ShopPlan } from '../../src/synth/shop.js';

function recordsOf(plan: ShopPlan): Buffer {
  return Buffer.concat(Array.from(featureRecords(plan), (block) => Buffer.from(block)));
}

describe('feature records', () => {
  const plan = generateShop({ ...SHOP_PRESETS.small, featureDim: 128 }, 1);
  const bytes = recordsOf(plan);
  const recordBytes = 10 + 4 * 128;

  it('are a 10-byte ASCII id and little-endian floats, for every product, with no header', () => {
    expect(bytes.length).to.equal(6220 * recordBytes);
    expect(bytes.length).to.equal(featureFileBytes(plan));
    for (const [product, id] of plan.productIds.entries())
      expect(bytes.toString('latin1', product * recordBytes, product * recordBytes + 10)).to.equal(
        id,
      );
  });

  it('are not in the order of ids', () => {
    expect([...plan.productIds].sort()).to.not.deep.equal(plan.productIds);
  });

  it('hold finite numbers >= 0, about two thirds of them zero, no column dead', () => {
    let zeros = 0;
    const largest = new Float64Array(128);
    for (let product = 0; product < plan.productIds.length; product++)
      for (let j = 0; j < 128; j++) {
        const value = bytes.readFloatLE(product * recordBytes + 10 + 4 * j);
        if (!(value >= 0 && value < 100)) expect.fail(`product ${product}, column ${j}: ${value}`);
        if (value === 0) zeros++;
        largest[j] = Math.max(largest[j]!, value);
      }
    expect(zeros / (plan.productIds.length * 128)).to.be.within(0.6, 0.73);
    expect(Math.min(...largest)).to.be.greaterThan(0);
  });

  it('are the same for the same seed and others for another', () => {
    const tiny = (seed: number): Buffer => recordsOf(generateShop('tiny', seed));
    expect(tiny(1).equals(tiny(1))).to.be.true;
    expect(tiny(1).equals(tiny(2))).to.be.false;
  });

  it('come in blocks that stay small whatever the size of the file', () => {
    const wide = generateShop({ ...SHOP_PRESETS.tiny, featureDim: 4096 }, 1);
    for (const block of featureRecords(wide)) expect(block.length).to.be.at.most(2 << 20);
  });
});
