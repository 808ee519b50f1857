import { expect } from 'chai';
import {
  COUNT,
  PERCENT,
  SHARE,
  decimals,
  duration,
  listed,
  share,
  written,
} from '../../src/report/format.js';

describe('numbers of the report', () => {
  it('have a true minus sign, but no negative zero', () => {
    expect(decimals(2)(-0.314)).to.equal('−0.31');
    expect(decimals(2)(-0.001)).to.equal('0.00');
  });

  it('are percentages, counts or a dash', () => {
    expect(PERCENT(0.7959)).to.equal('79.6');
    expect(COUNT(307863.4)).to.equal('307,863');
    expect(written(null, PERCENT)).to.equal('–');
    expect([SHARE(0.655), share(2)(0.7402)]).to.deep.equal(['65.5%', '74.02%']);
    expect([PERCENT(1e308), SHARE(1e308)]).to.deep.equal(['–', '–']);
  });

  it('are times that a person reads', () => {
    expect([3.2, 125, 7384].map(duration)).to.deep.equal(['3 s', '2 min 5 s', '2 h 3 min']);
  });

  it('are lists that a person reads', () => {
    expect([[], [1], [1, 2], [1, 2, 3]].map(listed)).to.deep.equal([
      '',
      '1',
      '1 and 2',
      '1, 2 and 3',
    ]);
  });
});
