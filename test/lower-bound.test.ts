import { expect } from 'chai';
import fc from 'fast-check';
import { lowerBound } from '../src/lower-bound.js';

describe('lowerBound', () => {
  it('is the place of the first value that is not below what is wanted', () => {
    const values = fc
      .array(fc.nat(20), { maxLength: 30 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(values, fc.nat(21), fc.nat(30), fc.nat(30), (list, wanted, from, size) => {
        const begin = Math.min(from, list.length);
        const end = Math.min(begin + size, list.length);
        const first = list.slice(begin, end).findIndex((value) => value >= wanted);
        expect(lowerBound(Uint32Array.from(list), wanted, begin, end)).to.equal(
          first < 0 ? end : begin + first,
        );
      }),
    );
  });
});
