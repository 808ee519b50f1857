import { expect } from 'chai';
import { spreadOf } from '../../../src/experiments/steps/spread.js';

describe('a number over seeds', () => {
  it('has a mean and a sample standard deviation', () => {
    const { mean, sd, values } = spreadOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(mean).to.equal(5);
    expect(sd).to.be.closeTo(Math.sqrt(32 / 7), 1e-12);
    expect(values).to.have.length(8);
  });

  it('keeps the place of a seed without a value, and leaves it out of the mean', () => {
    expect(spreadOf([1, null, 3])).to.deep.equal({ mean: 2, sd: Math.SQRT2, values: [1, null, 3] });
  });

  it('has no deviation with one value and no mean with none', () => {
    expect(spreadOf([0.5])).to.deep.equal({ mean: 0.5, sd: null, values: [0.5] });
    expect(spreadOf([null])).to.deep.equal({ mean: null, sd: null, values: [null] });
  });
});
