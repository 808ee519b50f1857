import { expect } from 'chai';
import { quantity } from '../src/quantity.js';
import { formatRows } from '../src/query/format-rows.js';

describe('a count with its noun', () => {
  it('is singular for one alone', () => {
    expect([0, 1, 2, 1000].map((count) => quantity(count, 'user'))).to.deep.equal([
      '0 users',
      '1 user',
      '2 users',
      '1,000 users',
    ]);
  });

  it('ends a table of rows', () => {
    const columns = [{ name: 'a', type: 'INTEGER' }];
    expect(formatRows({ columns, rows: [{ a: 1 }], numRows: 1 })).to.match(/\n1 row\.$/);
  });
});
