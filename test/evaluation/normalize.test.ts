import { expect } from 'chai';
import { normalizedTable, normalizeRows } from '../../src/evaluation/normalize.js';
import { memoryTable } from '../../src/evaluation/vector-table.js';

describe('normalizeRows', () => {
  it('gives rows length 1 and leaves rows of zeros', () => {
    const rows = Float32Array.of(3, 4, 0, 0, -2, 0);
    expect([...normalizeRows(rows, 2)]).to.deep.equal([...Float32Array.of(0.6, 0.8, 0, 0, -1, 0)]);
    expect(rows[0]).to.equal(3);
  });

  it('leaves what lies behind the direction as it is', () => {
    const rows = Float32Array.of(3, 4, 7, 0, 0, -5);
    const normalized = Float32Array.of(0.6, 0.8, 7, 0, 0, -5);
    expect(normalizeRows(rows, 2, 3)).to.deep.equal(normalized);
    expect(normalizeRows(Float32Array.of(-2, 3), 1, 2)).to.deep.equal(Float32Array.of(-1, 3));
  });
});

describe('normalizedTable', () => {
  it('normalises what it reads', async () => {
    const table = normalizedTable(memoryTable(Float32Array.of(5, 0, 0, 2), 2));
    expect(table).to.include({ rows: 2, dim: 2 });
    expect([...(await table.read(1, 1))]).to.deep.equal([0, 1]);
  });
});
