import { expect } from 'chai';
import fc from 'fast-check';
import { compileKernels, instantiateKernels } from '../../src/kernels/kernels.js';
import { KernelMemory } from '../../src/kernels/memory.js';

const LANES = 4;

interface Rounded {
  /** [depth / 2][4, 2] */
  integers: number[];
  squares: number[];
  largest: number[];
  errors: number[];
}

/** Measures and rounds 4 vectors, `columns[dimension][lane]`, as half of a panel of 8. */
function round(columns: number[][], scale: number): Rounded {
  const depth = columns.length;
  const memory = new KernelMemory();
  const kernels = instantiateKernels(compileKernels(), memory.wasm);
  const panel = memory.float32(8 * depth).fill(7);
  columns.forEach((column, d) => panel.set(column, 8 * d));
  const sizes = memory.float32(2 * LANES);
  const scales = memory.float32(LANES).fill(scale);
  const errors = memory.float32(LANES);
  const target = memory.int16(8 * depth);
  kernels.measureLanes(panel.byteOffset, 32, depth, sizes.byteOffset);
  const { byteOffset: to } = target;
  kernels.roundLanes(panel.byteOffset, 32, depth, scales.byteOffset, to, errors.byteOffset);
  const pairs = Array.from({ length: depth / 2 }, (_, pair) => [
    ...target.slice(16 * pair, 16 * pair + 8),
  ]);
  return {
    integers: pairs.flat(),
    squares: [...sizes.slice(0, LANES)],
    largest: [...sizes.slice(LANES)],
    errors: [...errors],
  };
}

describe('kernels that round', () => {
  it('round to the nearest whole number, ties to even, and keep 16 bits', () => {
    const columns = [
      [0.5, 1.5, -0.5, -2.5],
      [32_767, -32_767, 0.49, -0.51],
      [1e-40, -1e-40, 0, -0],
      [2.75, -2.75, 100.25, -100.25],
    ];
    expect(round(columns, 1).integers).to.deep.equal(
      // Both dimensions of a pair, lane by lane.
      [0, 32_767, 2, -32_767, 0, 0, -2, -1, 0, 3, 0, -3, 0, 100, 0, -100],
    );
  });

  it('measure lengths, largest entries and what rounding did', () => {
    const { squares, largest, errors } = round(
      [
        [3, 0.5, -2, 0],
        [-4, 0.25, 1.25, 0],
      ],
      1,
    );
    expect(squares).to.deep.equal([25, 0.3125, 5.5625, 0]);
    expect(largest).to.deep.equal([4, 0.5, 2, 0]);
    expect(errors).to.deep.equal([0, 0.3125, 0.0625, 0]);
  });

  it('are off from double precision by no more than a unit of float32 for each entry', () => {
    const entry = fc.float({ noNaN: true, min: -1, max: 1 });
    const column = fc.array(entry, { minLength: LANES, maxLength: LANES });
    const columns = fc.array(column, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(columns, fc.integer({ min: 1, max: 32_000 }), (values, scale) => {
        const { integers, errors } = round(values, scale);
        for (let lane = 0; lane < LANES; lane++) {
          let exact = 0;
          values.forEach((column, d) => {
            const integer = integers[8 * (d >> 1) + 2 * lane + (d & 1)]!;
            exact += (integer - column[lane]! * scale) ** 2;
          });
          const slack = Math.sqrt(8) * scale * 2 ** -23;
          expect(Math.sqrt(errors[lane]!)).to.be.closeTo(Math.sqrt(exact), slack + 1e-6);
        }
      }),
    );
  });
});
