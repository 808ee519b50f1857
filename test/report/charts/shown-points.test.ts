import { expect } from 'chai';
import type { ProjectedProduct } from '../../../src/experiments/reproduce/reproduction.js';
import { MAX_MARKS, shownPoints } from '../../../src/report/charts/shown-points.js';

const pointsOf = (count: number): ProjectedProduct[] =>
  Array.from({ length: count }, (_, x) => ({
    ...{ productId: `p${x}`, x, y: 0 },
    ...{ userId: null, image: null },
  }));

describe('shownPoints', () => {
  it('are all where there is room', () => {
    const points = pointsOf(MAX_MARKS);
    expect(shownPoints({ points })).to.equal(points);
  });

  it('are the same few of too many, from one end to the other', () => {
    for (const count of [MAX_MARKS + 1, 1999, 50_000]) {
      const shown = shownPoints({ points: pointsOf(count) }).map(({ x }) => x);
      expect(new Set(shown)).to.have.lengthOf(MAX_MARKS);
      expect(shown).to.deep.equal(shown.toSorted((a, b) => a - b));
      expect([shown[0], shown.at(-1)!]).to.satisfy(
        ([first, last]: number[]) => first === 0 && last! >= count - 1 - count / MAX_MARKS,
      );
    }
  });
});
