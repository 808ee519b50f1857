import { expect } from 'chai';
import { groupBy } from '../src/group-by.js';

describe('groupBy', () => {
  it('keeps the order of first appearance', () => {
    const groups = groupBy(['b1', 'a1', 'b2'], (value) => value[0]!);
    expect([...groups]).to.deep.equal([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ]);
  });

  it('has no groups of nothing', () => {
    expect([...groupBy([], String)]).to.deep.equal([]);
  });
});
