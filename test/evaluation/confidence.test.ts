import { expect } from 'chai';
import { meanInterval, shareInterval } from '../../src/evaluation/confidence.js';

describe('meanInterval', () => {
  it('is narrower than that of a coin where values spread less', () => {
    const fifths = Array.from({ length: 1000 }, (_, i) => (i % 5) / 5 / 2 + 0.2);
    const mean = fifths.reduce((sum, value) => sum + value, 0) / fifths.length;
    const [low, high] = meanInterval(fifths);
    const [coinLow, coinHigh] = shareInterval(mean, fifths.length);
    expect((low + high) / 2).to.be.closeTo(mean, 1e-12);
    expect(high - low).to.be.below((coinHigh - coinLow) / 2);
  });

  it('is a point for equal values', () => {
    expect(meanInterval([0.4, 0.4, 0.4])).to.satisfy(
      ([low, high]: [number, number]) =>
        Math.abs(low - 0.4) < 1e-12 && Math.abs(high - 0.4) < 1e-12,
    );
  });
});
