import { expect } from 'chai';
import fc from 'fast-check';
import { compileKernels, instantiateKernels } from '../../src/kernels/kernels.js';
import { KernelMemory } from '../../src/kernels/memory.js';

const LIMIT = new Uint32Array(Float32Array.of(1000).buffer)[0]!;

/** Bits of float32: those that matter here, and any. */
const bits = fc.oneof(
  fc.constantFrom(0, 0x8000_0000, 1, 0x8000_0001, LIMIT, LIMIT | 0x8000_0000),
  fc.integer({ min: 0, max: LIMIT }),
);

interface Packed {
  numZeros: number;
  bytes: Uint8Array;
}

/** The first vector is `offset` bytes into the memory, its place is at the beginning. */
function pack(vector: Uint32Array, offset: number): Packed {
  const memory = new KernelMemory();
  const kernels = instantiateKernels(compileKernels(), memory.wasm);
  const { buffer, byteOffset } = memory.uint32(vector.length + Math.ceil(offset / 4));
  const source = new Uint8Array(buffer, byteOffset + offset, vector.byteLength);
  source.set(new Uint8Array(vector.buffer));
  const numZeros = kernels.packVector(source.byteOffset, byteOffset, vector.length, LIMIT);
  return { numZeros, bytes: new Uint8Array(buffer, byteOffset, vector.byteLength).slice() };
}

describe('kernel that packs vectors', () => {
  it('moves them byte for byte, onto themselves as well, and counts both zeros', () =>
    fc.assert(
      fc.property(
        fc.array(bits, { maxLength: 70 }),
        fc.integer({ min: 0, max: 40 }),
        (values, offset) => {
          const vector = Uint32Array.from(values);
          const { numZeros, bytes } = pack(vector, offset);
          expect(bytes).to.deep.equal(new Uint8Array(vector.buffer));
          expect(numZeros).to.equal(values.filter((value) => (value & 0x7fff_ffff) === 0).length);
        },
      ),
    ));

  it('finds a value beyond the limit, an infinity or NaN wherever it is', () => {
    const beyond = [LIMIT + 1, (LIMIT + 1) | 0x8000_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000];
    for (const length of [1, 3, 4, 5, 8, 11]) {
      for (let at = 0; at < length; at++) {
        for (const value of beyond) {
          const vector = new Uint32Array(length);
          vector[at] = value;
          expect(pack(vector, 10).numZeros, `${value} at ${at} of ${length}`).to.equal(-1);
        }
      }
    }
  });
});
