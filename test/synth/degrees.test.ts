import { expect } from 'chai';
import fc from 'fast-check';
import { RandomStream } from '../../src/random.js';
import { apportion, zipfWeights } from '../../src/synth/degrees.js';

describe('apportion', () => {
  it('keeps sum and bounds for any weights', () => {
    const problem = fc
      .record({
        weights: fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1 }),
        min: fc.nat(5),
        spread: fc.nat(50),
        fill: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ weights, min, spread, fill }) => ({
        weights: Float64Array.from(weights),
        min,
        max: min + spread,
        total: weights.length * min + Math.floor(fill * weights.length * spread),
      }));
    fc.assert(
      fc.property(problem, (given) => {
        const counts = apportion(given);
        expect(counts.reduce((a, b) => a + b, 0)).to.equal(given.total);
        expect(counts.every((count) => count >= given.min && count <= given.max)).to.be.true;
      }),
    );
  });

  it('shares the rest in proportion to the weights', () => {
    const weights = Float64Array.of(1, 2, 5);
    expect([...apportion({ weights, total: 19, min: 1, max: 100 })]).to.deep.equal([3, 5, 11]);
  });

  it('gives what a cap holds back to the others', () => {
    const weights = Float64Array.of(1, 1, 100);
    expect([...apportion({ weights, total: 12, min: 0, max: 4 })]).to.deep.equal([4, 4, 4]);
  });
});

describe('popularity', () => {
  it('falls like rank to the power -1.2 beyond its head', () => {
    const weights = zipfWeights(100_000, new RandomStream(1, 'test')).sort().reverse();
    expect(Math.log2(weights[40_000]! / weights[80_000]!)).to.be.closeTo(1.2, 0.02);
    expect(weights[0]! / weights[50]!).to.be.lessThan(1.5);
  });
});
