import { expect } from 'chai';
import { cosineDensity } from '../../../src/evaluation/distribution/cosine-density.js';
import { randomPairs } from '../../../src/evaluation/distribution/random-pairs.js';
import { InputDataError } from '../../../src/errors.js';
import { RandomStream } from '../../../src/random.js';

describe('cosineDensity', () => {
  it('counts each value in its bin, the ends included', () => {
    const cosines = Float64Array.of(-1, -0.5, -0.4, 0, 1, 1 + 1e-9, -1 - 1e-9, 0.2);
    const { centers, density } = cosineDensity(cosines, 4);
    expect([...centers]).to.deep.equal([-0.75, -0.25, 0.25, 0.75]);
    expect([...density]).to.deep.equal([2, 2, 2, 2].map((count) => count / 8 / 0.5));
  });

  it('has an area of 1', () => {
    const random = new RandomStream(1, 'test');
    const cosines = Float64Array.from({ length: 1000 }, () => Math.cos(random.normal()));
    const { density } = cosineDensity(cosines, 37);
    const area = density.reduce((sum, height) => sum + (height * 2) / 37, 0);
    expect(area).to.be.closeTo(1, 1e-12);
  });
});

describe('randomPairs', () => {
  it('draws every pair of different products equally often', () => {
    const products = Uint32Array.of(2, 5, 9);
    const { first, second } = randomPairs(products, 6000, new RandomStream(1, 'test'));
    const counts = new Map<string, number>();
    first.forEach((a, i) => {
      const pair = `${a} ${second[i]!}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    });
    expect([...counts.keys()].sort()).to.deep.equal(['2 5', '2 9', '5 2', '5 9', '9 2', '9 5']);
    for (const count of counts.values()) expect(count).to.be.closeTo(1000, 150);
  });

  it('needs two products', () => {
    const random = new RandomStream(1, 'test');
    expect(() => randomPairs(Uint32Array.of(4), 1, random)).to.throw(InputDataError);
  });
});
