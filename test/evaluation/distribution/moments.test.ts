import { expect } from 'chai';
import { moments } from '../../../src/evaluation/distribution/moments.js';
import { RandomStream } from '../../../src/random.js';

describe('moments', () => {
  const random = new RandomStream(1, 'test');
  const sample = (draw: () => number) => Float64Array.from({ length: 300_000 }, draw);

  it('knows the kurtosis of known distributions', () => {
    const uniform = moments(sample(() => random.float()));
    expect(uniform.mean).to.be.closeTo(1 / 2, 0.005);
    expect(uniform.standardDeviation).to.be.closeTo(Math.sqrt(1 / 12), 0.005);
    expect(uniform.excessKurtosis).to.be.closeTo(-6 / 5, 0.02);
    const normal = moments(sample(() => random.normal()));
    expect(normal.excessKurtosis).to.be.closeTo(0, 0.05);
    expect(normal.pearsonKurtosis).to.be.closeTo(3, 0.05);
    const laplace = () => Math.log(1 - random.float()) - Math.log(1 - random.float());
    expect(moments(sample(laplace)).excessKurtosis).to.be.closeTo(3, 0.3);
  });

  it('is exact for a coin', () => {
    expect(moments(Float64Array.of(-1, 1))).to.deep.equal({
      ...{ mean: 0, standardDeviation: 1, excessKurtosis: -2, pearsonKurtosis: 1 },
    });
  });

  it('loses no digits far from 0', () => {
    const far = moments(Float64Array.of(1e8, 1e8 + 1, 1e8, 1e8 + 1));
    expect(far.standardDeviation).to.equal(0.5);
    expect(far.excessKurtosis).to.equal(-2);
  });

  it('has no kurtosis where nothing varies', () => {
    const { standardDeviation, excessKurtosis } = moments(Float64Array.of(0.5, 0.5));
    expect(standardDeviation).to.equal(0);
    expect(excessKurtosis).to.be.NaN;
  });
});
