import { DuckDBDataChunk, FLOAT, INTEGER, UINTEGER, type DuckDBVector } from '@duckdb/node-api';
import { expect } from 'chai';
import { appendRows, readNumericColumns } from '../../src/catalog/bulk.js';
import { withCatalog, type Catalog } from '../../src/catalog/connection.js';
import { isWithoutNulls, valuesOf } from '../../src/catalog/vector-values.js';
import { temporaryFolder } from '../support/workspace.js';

/** A vector as a release of the library may have it. */
const vectorOf = (fields: object): DuckDBVector => fields as unknown as DuckDBVector;

const ofUint32 = new Uint32Array();

describe('the memory of a vector', () => {
  it('is that of its numbers, also of arrays of numbers', () => {
    const items = Uint32Array.of(1, 2);
    expect(valuesOf(vectorOf({ items }), ofUint32)).to.equal(items);
    expect(valuesOf(vectorOf({ childData: { items } }), ofUint32)).to.equal(items);
  });

  it('is none of another type, nor where the library has it no longer', () => {
    expect(valuesOf(vectorOf({ items: Int32Array.of(1) }), ofUint32)).to.equal(undefined);
    expect(valuesOf(vectorOf({ items: [1] }), ofUint32)).to.equal(undefined);
    expect(valuesOf(vectorOf({}), ofUint32)).to.equal(undefined);
  });

  it('is found in the library that is installed', () => {
    const chunk = DuckDBDataChunk.create([UINTEGER, FLOAT], 3);
    expect(valuesOf(chunk.getColumnVector(0), ofUint32)).to.be.instanceOf(Uint32Array);
    expect(valuesOf(chunk.getColumnVector(1), new Float32Array())).to.be.instanceOf(Float32Array);
    const integers = DuckDBDataChunk.create([INTEGER], 3).getColumnVector(0);
    expect(valuesOf(integers, ofUint32)).to.equal(undefined);
  });
});

describe('a vector without NULL', () => {
  it('has no mask, or one whose bits are all set', () => {
    expect(isWithoutNulls(vectorOf({ validity: { data: null } }))).to.equal(true);
    const all = BigUint64Array.of(2n ** 64n - 1n, 2n ** 64n - 1n);
    expect(isWithoutNulls(vectorOf({ validity: { data: all } }))).to.equal(true);
  });

  it('is not taken for one where a bit is missing, or where the mask is not found', () => {
    const some = BigUint64Array.of(2n ** 64n - 1n, 2n ** 64n - 2n);
    expect(isWithoutNulls(vectorOf({ validity: { data: some } }))).to.equal(false);
    expect(isWithoutNulls(vectorOf({ validity: {} }))).to.equal(false);
    expect(isWithoutNulls(vectorOf({}))).to.equal(false);
  });
});

describe('numbers whose memory is not taken', () => {
  const inCatalog = <T>(work: (catalog: Catalog) => Promise<T>): Promise<T> =>
    withCatalog(temporaryFolder(), 'write', work);

  it('are read one by one', async () => {
    const sql = 'SELECT n::INTEGER, n::DOUBLE / 2 FROM range(3000) AS t(n)';
    const [whole, half] = await inCatalog((catalog) =>
      readNumericColumns(catalog, [Uint32Array, Float32Array], sql),
    );
    expect(whole).to.deep.equal(Uint32Array.from({ length: 3000 }, (_, n) => n));
    expect(half).to.deep.equal(Float32Array.from({ length: 3000 }, (_, n) => n / 2));
  });

  it('are NaN or 0 where there is none', async () => {
    const sql = 'FROM (VALUES (1::UINTEGER, 0.5::FLOAT), (NULL, NULL), (3, 1.5))';
    const [whole, half] = await inCatalog((catalog) =>
      readNumericColumns(catalog, [Uint32Array, Float32Array], sql),
    );
    expect([...whole]).to.deep.equal([1, 0, 3]);
    expect([...half]).to.deep.equal([0.5, NaN, 1.5]);
  });

  it('are written one by one, and so are arrays of them', async () => {
    await inCatalog(async (catalog) => {
      await catalog.run('CREATE TEMP TABLE kept (n INTEGER, pair DOUBLE[2])');
      const columns = [Uint32Array.of(7, 8), Float32Array.of(0.5, 1, 1.5, 2)];
      await appendRows(catalog, 'kept', 2, columns);
      const read = await catalog.rows('SELECT n, pair[1] AS a, pair[2] AS b FROM kept');
      expect(read).to.deep.equal([
        { n: 7, a: 0.5, b: 1 },
        { n: 8, a: 1.5, b: 2 },
      ]);
    });
  });
});
