import { expect } from 'chai';
import fc from 'fast-check';
import type { Factor } from '../../../src/experiments/sweep/factors.js';
import { describeSettings, settingsOf } from '../../../src/experiments/sweep/grid.js';

const factors: fc.Arbitrary<Factor[]> = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc
          .uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 })
          .map((values) => ({ name, values })),
      ),
    ),
  );

describe('the grid of a sweep', () => {
  it('has every combination once, the last factor fastest', () => {
    const grid = settingsOf([
      { name: 'a', values: [1, 2] },
      { name: 'b', values: ['x', 'y'] },
    ]);
    expect(grid).to.deep.equal([
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ]);
  });

  it('has as many settings as the numbers of values multiply to, all different', () => {
    fc.assert(
      fc.property(factors, (given) => {
        const grid = settingsOf(given);
        const size = given.reduce((product, { values }) => product * values.length, 1);
        expect(grid).to.have.length(size);
        expect(new Set(grid.map(describeSettings))).to.have.length(size);
        for (const settings of grid) {
          expect(Object.keys(settings)).to.deep.equal(given.map(({ name }) => name));
        }
      }),
    );
  });

  it('is the preset alone without factors', () => {
    expect(settingsOf([]).map(describeSettings)).to.deep.equal(['preset']);
  });
});
