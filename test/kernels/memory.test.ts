import { expect } from 'chai';
import { InputDataError } from '../../src/errors.js';
import { KernelMemory } from '../../src/kernels/memory.js';

describe('KernelMemory', () => {
  it('hands out zeroed arrays on cache lines that do not overlap', () => {
    const memory = new KernelMemory();
    const arrays = [memory.uint32(3), memory.float32(40_000), memory.uint32(1)];
    arrays.forEach((array, i) => array.fill(i + 1));
    expect(arrays.map((array) => new Set(array))).to.deep.equal([1, 2, 3].map((i) => new Set([i])));
    for (const { byteOffset } of arrays) expect(byteOffset % 64).to.equal(0);
    expect([...memory.uint32(2)]).to.deep.equal([0, 0]);
  });

  it('says how much memory would be needed when it is more than there can be', () => {
    const memory = new KernelMemory();
    expect(() => memory.uint32(2 ** 30)).to.throw(InputDataError, 'needs 4.0 GiB');
    expect(memory.uint32(4)).to.have.length(4);
  });
});
