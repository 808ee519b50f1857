import { expect } from 'chai';
import { alignSeeds } from '../../../src/experiments/reproduce/align-seeds.js';

describe('rows of several seeds', () => {
  it('stand beside each other by condition, with gaps where a seed has none', () => {
    const rows = [['a1', 'b1'], undefined, ['b3', 'a3', 'c3']];
    expect(alignSeeds(rows, (row) => row[0]!)).to.deep.equal([
      { present: ['a1', 'a3'], bySeed: ['a1', undefined, 'a3'] },
      { present: ['b1', 'b3'], bySeed: ['b1', undefined, 'b3'] },
      { present: ['c3'], bySeed: [undefined, undefined, 'c3'] },
    ]);
  });

  it('are none where nothing was found', () => {
    expect(alignSeeds([undefined, []], String)).to.deep.equal([]);
  });
});
