import { expect } from 'chai';
import { standardizationOf, standardizedTable } from '../../src/evaluation/standardize.js';
import { memoryTable } from '../../src/evaluation/vector-table.js';

const DIM = 3;

describe('standardizationOf', () => {
  it('gives the chosen rows mean 0 and variance 1, over more rows than are read at once', async () => {
    const rows = 400_000;
    const values = Float32Array.from({ length: rows * DIM }, (_, at) =>
      at % DIM === 2 ? 0.1 : 1e4 + Math.sin(at) * (at % DIM),
    );
    const chosen = Uint8Array.from({ length: rows }, (_, row) => row % 2);
    const table = memoryTable(values, DIM);
    const standard = standardizedTable(table, await standardizationOf(table, chosen));
    const read = await standard.read(0, rows);
    const column = (i: number): Float64Array =>
      Float64Array.from({ length: rows / 2 }, (_, row) => read[(2 * row + 1) * DIM + i]!);
    expect(column(0).some((value) => value !== 0)).to.equal(false);
    expect(column(2).some((value) => value !== 0)).to.equal(false);
    const mean = column(1).reduce((sum, value) => sum + value, 0) / (rows / 2);
    const square = column(1).reduce((sum, value) => sum + value * value, 0) / (rows / 2);
    expect(mean).to.be.closeTo(0, 1e-5);
    expect(square).to.be.closeTo(1, 1e-5);
    expect(values[1]).to.equal(Float32Array.of(1e4 + Math.sin(1))[0]);
  });
});
