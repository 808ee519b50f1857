import { expect } from 'chai';
import fc from 'fast-check';
import { pairAuc } from '../../../src/evaluation/relations/pair-auc.js';
import { RandomStream } from '../../../src/random.js';

describe('pairAuc', () => {
  it('agrees with comparing every related pair with every unrelated one', () => {
    const values = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 15 });
    const property = fc.property(values, values, (related, unrelated) => {
      const wins = related.flatMap((a) => unrelated.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      const expected = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
      const { auc } = pairAuc({
        related: Float64Array.from(related),
        unrelated: Float64Array.from(unrelated),
      });
      expect(auc).to.be.closeTo(expected, 1e-12);
    });
    fc.assert(property);
  });

  it('is 1 with no width when everything is told apart, NaN when there is nothing to tell', () => {
    const apart = pairAuc({ related: Float64Array.of(2, 3), unrelated: Float64Array.of(0, 1) });
    expect(apart).to.deep.equal({ auc: 1, ci95: [1, 1] });
    const { auc } = pairAuc({ related: new Float64Array(), unrelated: new Float64Array() });
    expect(auc).to.be.NaN;
  });

  it('has an interval that holds the truth 95 times in 100', () => {
    const random = new RandomStream(1, 'test');
    // P(a > b) for normal deviates one standard deviation apart.
    const truth = 0.7602;
    let held = 0;
    for (let trial = 0; trial < 400; trial++) {
      const { ci95 } = pairAuc({
        related: Float64Array.from({ length: 60 }, () => 1 + random.normal()),
        unrelated: Float64Array.from({ length: 80 }, () => random.normal()),
      });
      if (ci95[0] <= truth && truth <= ci95[1]) held++;
    }
    expect(held / 400).to.be.within(0.91, 0.98);
  });
});
