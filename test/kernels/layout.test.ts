import { expect } from 'chai';
import { interleavedLength, paddedDepth, placeVector } from '../../src/kernels/layout.js';

describe('placeVector', () => {
  const vectors = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8);

  it('interleaves vectors in groups, padding an odd dimension', () => {
    const depth = paddedDepth(3);
    const target = { values: new Float32Array(interleavedLength(3, 2, depth)), width: 2, depth };
    target.values.fill(9);
    [0, 1, 2].forEach((slot) => placeVector(target, slot, vectors, 3 * slot, 3));
    expect([...target.values]).to.deep.equal([0, 3, 1, 4, 2, 5, 0, 0, 6, 9, 7, 9, 8, 9, 0, 9]);
  });

  it('tells whether the vector is finite', () => {
    const target = { values: new Float32Array(2), width: 1, depth: 2 };
    expect(placeVector(target, 0, Float32Array.of(1, -1e38), 0, 2)).to.equal(true);
    expect(placeVector(target, 0, Float32Array.of(1, -Infinity), 0, 2)).to.equal(false);
    expect(placeVector(target, 0, Float32Array.of(NaN, 1), 0, 2)).to.equal(false);
  });
});
