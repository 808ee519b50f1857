import { expect } from 'chai';
import fc from 'fast-check';
import { accuracyAt, bestThreshold } from '../../../src/evaluation/relations/threshold.js';

const scores = (related: number[], unrelated: number[]) => ({
  related: Float64Array.from(related),
  unrelated: Float64Array.from(unrelated),
});

describe('bestThreshold', () => {
  it('lies halfway between related and unrelated pairs that can be told apart', () => {
    expect(bestThreshold(scores([0.9, 0.6], [0.1, 0.2]))).to.be.closeTo(0.4, 1e-12);
  });

  it('is the lowest of several as good ones', () => {
    expect(bestThreshold(scores([2, 4], [1, 3]))).to.equal(1.5);
  });

  it('calls every pair related when nothing does better', () => {
    expect(bestThreshold(scores([1, 1], [1, 1]))).to.equal(-Infinity);
    expect(bestThreshold(scores([1], [2]))).to.equal(-Infinity);
    expect(bestThreshold(scores([], []))).to.equal(-Infinity);
  });

  it('is as accurate as the best of all thresholds', () => {
    const values = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 12 });
    const property = fc.property(values, values, (related, unrelated) => {
      fc.pre(related.length + unrelated.length > 0);
      const pairs = scores(related, unrelated);
      const all = [-Infinity, ...related, ...unrelated].map((t) => accuracyAt(t, pairs));
      expect(accuracyAt(bestThreshold(pairs), pairs)).to.equal(Math.max(...all));
    });
    fc.assert(property);
  });

  it('separates neighbouring numbers', () => {
    const low = 1;
    const high = 1 + Number.EPSILON;
    const pairs = scores([high], [low]);
    expect(accuracyAt(bestThreshold(pairs), pairs)).to.equal(1);
  });
});
