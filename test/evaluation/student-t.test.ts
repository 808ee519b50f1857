import { expect } from 'chai';
import { studentQuantile } from '../../src/evaluation/student-t.js';

describe("quantiles of Student's t", () => {
  /** As printed in tables of the distribution, two-sided 95 %. */
  const PRINTED: [degrees: number, quantile: number][] = [
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [10, 2.228],
    [30, 2.042],
    [120, 1.98],
  ];

  for (const [degrees, quantile] of PRINTED) {
    it(`has ${quantile} for ${degrees} degrees of freedom`, () => {
      expect(studentQuantile(0.95, degrees)).to.be.closeTo(quantile, 5e-4);
    });
  }

  it('has those of other confidences', () => {
    expect(studentQuantile(0.99, 4)).to.be.closeTo(4.604, 5e-4);
    expect(studentQuantile(0.5, 1)).to.be.closeTo(1, 1e-9);
  });
});
