import { expect } from 'chai';
import { bestOf } from '../../src/report/best.js';

describe('bestOf', () => {
  it('names the highest, and those whose interval overlaps with its interval', () => {
    const standings = [
      { mean: 0.9, halfWidth: 0.01 },
      { mean: 0.885, halfWidth: 0.01 },
      { mean: 0.87, halfWidth: 0.01 },
      { mean: null, halfWidth: 1 },
    ];
    expect(bestOf(standings)).to.deep.equal([true, true, false, false]);
  });

  it('takes intervals without width', () => {
    const exact = [0.5, 0.7, 0.7].map((mean) => ({ mean, halfWidth: 0 }));
    expect(bestOf(exact)).to.deep.equal([false, true, true]);
  });

  it('names nobody where the highest has no interval', () => {
    const alone = { mean: 0.9, halfWidth: null };
    expect(bestOf([{ mean: 0.5, halfWidth: 0.1 }, alone])).to.deep.equal([false, false]);
    expect(bestOf([{ mean: 0.95, halfWidth: 0.1 }, alone])).to.deep.equal([true, true]);
    expect(bestOf([{ mean: 0.95, halfWidth: 0.01 }, alone])).to.deep.equal([true, false]);
  });

  it('names nobody where nobody was measured', () => {
    expect(bestOf([{ mean: null, halfWidth: 0 }])).to.deep.equal([false]);
    expect(bestOf([])).to.deep.equal([]);
  });
});
