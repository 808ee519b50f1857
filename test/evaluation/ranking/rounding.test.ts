import { expect } from 'chai';
import fc from 'fast-check';
import {
  errorBound,
  lengthBound,
  scaleFor,
  screeningBounds,
  type Rounding,
} from '../../../src/evaluation/ranking/rounding.js';

const DEPTH = 8;
const vector = fc
  .array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: DEPTH, maxLength: DEPTH })
  .map((values) => Float32Array.from(values));

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  sum(Array.from(a, (value, i) => value * b[i]!));

function rounded(values: Float32Array): Rounding & { integers: number[] } {
  const length = lengthBound(Math.fround(dot(values, values)), DEPTH);
  const scale = scaleFor(length, Math.max(...values.map(Math.abs)));
  const integers = Array.from(values, (value) => Math.round(Math.fround(value * scale)));
  const errors = integers.map((integer, i) => integer - Math.fround(values[i]! * scale));
  return { scale, length, error: errorBound(Math.fround(dot(errors, errors)), DEPTH), integers };
}

describe('scaleFor', () => {
  it('keeps entries in 16 bits and products of two vectors in 32', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        const [one, two] = [rounded(a).integers, rounded(b).integers];
        for (const entry of [...one, ...two]) expect(Math.abs(entry)).to.be.at.most(32_767);
        expect(Math.abs(dot(one, two))).to.be.below(2 ** 31);
      }),
    );
  });

  it('leaves vectors to float32 that are too short, too long or nothing at all', () => {
    expect([scaleFor(0, 0), scaleFor(1e-20, 1e-20), scaleFor(1e20, 1e20)]).to.deep.equal([0, 0, 0]);
    expect(scaleFor(Infinity, 1)).to.equal(0);
  });
});

describe('screeningBounds', () => {
  it('encloses the integer score of every vector whose score is the threshold', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        const [row, product] = [rounded(a), rounded(b)];
        const threshold = Math.fround(dot(a, b));
        const [low, high] = screeningBounds(threshold, row, product, DEPTH);
        const score = dot(row.integers, product.integers);
        expect(score).to.be.within(low, high);
      }),
    );
  });

  it('decides scores that are apart by a thousandth of the lengths', () => {
    const row: Rounding = { scale: 46_000, length: 1, error: 3 };
    const [low, high] = screeningBounds(0.5, row, row, 100);
    expect(high - low).to.be.below(0.001 * 46_000 ** 2);
  });

  it('leaves room for the rounding of float32 itself, which grows with the depth', () => {
    const exact: Rounding = { scale: 46_000, length: 1, error: 0 };
    for (const depth of [4, 4096]) {
      const [low, high] = screeningBounds(0, exact, exact, depth);
      expect(high).to.be.at.least((depth * 46_000 ** 2) / 2 ** 24);
      expect(low).to.equal(-high);
    }
    // Numbers are scaled in float32 before they are rounded.
    expect(errorBound(0, 4)).to.be.at.least(46_000 / 2 ** 24);
  });

  it('decides nothing where a scale is missing or a threshold is none', () => {
    const row: Rounding = { scale: 0, length: 1, error: 0 };
    const undecided = [-(2 ** 31 - 1), 2 ** 31 - 1];
    expect(screeningBounds(0.5, row, row, 4)).to.deep.equal(undecided);
    const fine: Rounding = { scale: 46_000, length: 1, error: 3 };
    expect(screeningBounds(NaN, fine, fine, 4)).to.deep.equal(undecided);
    expect(screeningBounds(Infinity, fine, fine, 4)).to.deep.equal([2 ** 31 - 1, 2 ** 31 - 1]);
  });
});
