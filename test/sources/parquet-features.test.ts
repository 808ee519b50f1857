import { join } from 'node:path';
import { expect } from 'chai';
import { Database } from '../../src/catalog/database.js';
import { rowsPerBlock } from '../../src/sources/feature-source.js';
import { openParquetFeatures } from '../../src/sources/parquet-features.js';
import { temporaryFolder } from '../support/workspace.js';

const ROWS = 2100;
const DIM = 1100;

/** Rows of numbers that count up from 0, row after row; all are exact as float32. */
const COUNTING = `SELECT 'p' || i AS id,
    list_transform(range(${DIM}), d -> (i * ${DIM} + d)::FLOAT) AS feature
  FROM range(${ROWS}) t(i)`;

describe('features in Parquet', () => {
  it('come in blocks, also where rows that were read together do not fit into one', async () => {
    const path = join(temporaryFolder(), 'features.parquet');
    const database = await Database.open(':memory:');
    await database.run(`COPY (${COUNTING}) TO '${path}'`);
    const columns = { id: 'id', feature: 'feature' };
    const source = await openParquetFeatures(database, path, columns);
    const blocks: [start: number, rows: number][] = [];
    const reserve = (numBytes: number) => new Uint8Array(numBytes);
    for await (const { start, rows, memory, offsetBytes, strideBytes } of source.blocks(reserve)) {
      blocks.push([start, rows]);
      expect({ offsetBytes, strideBytes }).to.deep.equal({ offsetBytes: 0, strideBytes: DIM * 4 });
      const expected = Float32Array.from({ length: rows * DIM }, (_, i) => start * DIM + i);
      expect(Buffer.from(expected.buffer).equals(memory)).to.equal(true);
    }
    database.close();
    // DuckDB gives 2048 rows at a time.
    expect(rowsPerBlock(DIM)).to.equal(953);
    expect(blocks).to.deep.equal([
      [0, 953],
      [953, 953],
      [1906, 142],
      [2048, 52],
    ]);
  });
});
