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

  /** Of a table with columns around 0 and 1 and this third one, of which the last of 101 rows is not chosen. */
  async function third(column: (row: number) => number): Promise<{ factor: number; last: number }> {
    const values = Float32Array.from({ length: 101 * DIM }, (_, at) =>
      at % DIM === 2 ? column(Math.floor(at / DIM)) : (at % DIM) + Math.sin(at),
    );
    const table = memoryTable(values, DIM);
    const chosen = new Uint8Array(101).fill(1, 0, 100);
    const standardization = await standardizationOf(table, chosen);
    const read = await standardizedTable(table, standardization).read(100, 1);
    return { factor: standardization.factor[2]!, last: read[2]! };
  }

  it('takes for a constant what varies by less than the rounding of float32', async () => {
    const besideOthers = await third((row) => (row === 100 ? 1 : 1e-9 * Math.sin(row)));
    const besideItsMean = await third((row) => 1e4 + (row % 2) * 1e-3);
    for (const { factor, last } of [besideOthers, besideItsMean]) {
      expect(factor).to.equal(0);
      expect(last).to.equal(0);
    }
  });

  it('keeps a dimension of small numbers that do differ', async () => {
    const { factor } = await third((row) => (row % 2) * 2e-4);
    expect(factor).to.be.closeTo(1e4, 1);
  });

  it('is the same for the other dimensions however large one is', async () => {
    const factors = async (scale: number) => {
      const values = Float32Array.from({ length: 100 * DIM }, (_, at) =>
        at % DIM === 0 ? scale * Math.sin(at) : Math.cos(at),
      );
      const chosen = new Uint8Array(100).fill(1);
      return (await standardizationOf(memoryTable(values, DIM), chosen)).factor;
    };
    expect([...(await factors(1e9)).slice(1)]).to.deep.equal([...(await factors(1)).slice(1)]);
  });
});
