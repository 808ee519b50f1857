import { expect } from 'chai';
import { leadingColumns } from '../src/leading-columns.js';

describe('leadingColumns', () => {
  it('leaves out what is behind the vector of each row', () => {
    const rows = Float32Array.of(1, 2, 9, 3, 4, 8);
    expect([...leadingColumns(rows, 3, 2)]).to.deep.equal([1, 2, 3, 4]);
    expect([...leadingColumns(rows, 3, 1)]).to.deep.equal([1, 3]);
    expect(leadingColumns(new Float32Array(), 3, 2)).to.have.length(0);
  });

  it('copies nothing where nothing is behind', () => {
    const rows = Float32Array.of(1, 2, 3, 4);
    expect(leadingColumns(rows, 2, 2)).to.equal(rows);
  });
});
