import { expect } from 'chai';
import { memoryTable } from '../../src/evaluation/vector-table.js';
import { topProducts, type CandidatePart } from '../../src/recommend/top-products.js';

describe('topProducts', () => {
  const scorer = {
    users: memoryTable(Float32Array.of(0, 0, 2, 1), 2),
    products: memoryTable(Float32Array.of(1, 0, 0, 1, 3, 0, -1, 0, 2, 0), 2),
  };
  const top = (part: CandidatePart) =>
    topProducts({
      ...{ scorer, userIndex: 1, part, top: 2 },
      bought: Uint32Array.of(2),
      degrees: Uint32Array.of(1, 0, 2, 1, 1),
    });

  it("ranks what the user does not have by the scorer's own score", async () => {
    expect(await top('all')).to.deep.equal([
      { rank: 1, productIndex: 4, score: 4, part: 'warm' },
      { rank: 2, productIndex: 0, score: 2, part: 'warm' },
    ]);
  });

  it('keeps to one kind of products', async () => {
    expect(await top('cold')).to.deep.equal([{ rank: 1, productIndex: 1, score: 1, part: 'cold' }]);
  });
});
