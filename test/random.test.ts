import { expect } from 'chai';
import fc from 'fast-check';
import { RandomStream, hash32, streamSeed } from '../src/random.js';

describe('random numbers', () => {
  it('gives the same numbers for the same seed and name', () => {
    const draw = (): number[] => {
      const stream = new RandomStream(7, 'split.test');
      return Array.from({ length: 5 }, () => stream.uint32());
    };
    expect(draw()).to.deep.equal(draw());
  });

  it('gives unrelated numbers for another name or seed', () => {
    const names = new Set(['a', 'b', 'ab', 'ba'].map((name) => streamSeed(1, name)));
    expect(names).to.have.length(4);
    expect(streamSeed(1, 'a')).to.not.equal(streamSeed(2, 'a'));
  });

  it('hashes coordinates in order', () => {
    expect(hash32(1, 2)).to.not.equal(hash32(2, 1));
    expect(hash32(0)).to.not.equal(hash32(0, 0));
  });

  it('changes about half of the bits when one bit of a coordinate changes', () => {
    let flipped = 0;
    for (let i = 0; i < 2000; i++) {
      flipped += popcount((hash32(i, 5) ^ hash32(i ^ (1 << (i % 32)), 5)) >>> 0);
    }
    expect(flipped / 2000).to.be.within(15.5, 16.5);
  });

  it('stays in range, for every bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.nat(), (bound, seed) => {
        const value = new RandomStream(seed, 'x').below(bound);
        return Number.isInteger(value) && value >= 0 && value < bound;
      }),
    );
  });

  it('draws uniform and normal numbers with the right moments', () => {
    const stream = new RandomStream(3, 'moments');
    const n = 100_000;
    let sum = 0;
    let normalSum = 0;
    let normalSquares = 0;
    for (let i = 0; i < n; i++) {
      sum += stream.float();
      const z = stream.normal();
      normalSum += z;
      normalSquares += z * z;
    }
    expect(sum / n).to.be.closeTo(0.5, 0.005);
    expect(normalSum / n).to.be.closeTo(0, 0.015);
    expect(normalSquares / n).to.be.closeTo(1, 0.02);
  });

  it('shuffles into a permutation that gives each place each value equally often', () => {
    const counts = new Uint32Array(4);
    for (let seed = 0; seed < 8000; seed++) {
      const shuffled = new RandomStream(seed, 'shuffle').shuffle(Uint32Array.of(0, 1, 2, 3));
      expect([...shuffled].sort()).to.deep.equal([0, 1, 2, 3]);
      counts[shuffled[0]!]!++;
    }
    for (const count of counts) expect(count).to.be.within(1850, 2150);
  });
});

function popcount(value: number): number {
  return value.toString(2).replaceAll('0', '').length;
}
