import { expect } from 'chai';
import { withCatalog, type Catalog } from '../../src/catalog/connection.js';
import { readRatedPairs } from '../../src/catalog/ratings.js';
import { readSplit } from '../../src/catalog/splits.js';
import { areEqual, isAscending, type PairColumns } from '../../src/catalog/stored-order.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { splitDataset } from '../../src/datasets/split-dataset.js';
import { silentProgress } from '../../src/progress/progress.js';
import { shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

const pairs = (...of: [user: number, product: number][]): PairColumns => ({
  userIndex: Uint32Array.from(of, ([user]) => user),
  productIndex: Uint32Array.from(of, ([, product]) => product),
});

describe('the order of pairs', () => {
  it('is ascending by user, then by product, without a pair twice', () => {
    expect(isAscending(pairs())).to.equal(true);
    expect(isAscending(pairs([0, 5], [0, 6], [2, 1]))).to.equal(true);
    expect(isAscending(pairs([0, 6], [0, 5]))).to.equal(false);
    expect(isAscending(pairs([1, 5], [0, 6]))).to.equal(false);
    expect(isAscending(pairs([0, 5], [0, 5]))).to.equal(false);
  });

  it('is equal where all pairs are, in their places', () => {
    expect(areEqual(pairs([0, 1], [2, 3]), pairs([0, 1], [2, 3]))).to.equal(true);
    expect(areEqual(pairs([0, 1], [2, 3]), pairs([2, 3], [0, 1]))).to.equal(false);
    expect(areEqual(pairs([0, 1], [2, 3]), pairs([0, 1], [2, 4]))).to.equal(false);
    expect(areEqual(pairs([0, 1]), pairs([0, 1], [2, 3]))).to.equal(false);
  });
});

/** Stores the rows of a table anew, in another order. */
async function reorder(catalog: Catalog, table: string, order: string): Promise<void> {
  await catalog.run(`CREATE TEMP TABLE kept AS FROM ${table} ORDER BY ${order};
    DELETE FROM ${table}; INSERT INTO ${table} FROM kept; DROP TABLE kept`);
}

const BACKWARDS = 'user_index DESC, product_index DESC';

describe('rows that are not stored in order', () => {
  for (const [what, tables] of [
    ['ratings', ['rating_rows']],
    ['parts', ['split_rating_rows']],
    ['ratings and parts, in step with each other', ['rating_rows', 'split_rating_rows']],
  ] as const) {
    it(`are read in order: ${what}`, async () => {
      const workspace = temporaryFolder();
      await ingest(shopInput(), { workspace, progress: silentProgress });
      await splitDataset(
        {
          ...{ dataset: 'shop', split: 'default', seed: 1, replace: false },
          ...{ coldShare: 0.5, validationShare: 0, testedMinProducts: 5 },
        },
        workspace,
      );
      const read = async (catalog: Catalog) => ({
        pairs: await readRatedPairs(catalog, 'shop'),
        split: await readSplit(catalog, 'shop'),
      });
      const before = await withCatalog(workspace, 'read', read);
      expect(isAscending(before.pairs)).to.equal(true);
      await withCatalog(workspace, 'write', async (catalog) => {
        for (const table of tables) {
          await reorder(catalog, table, BACKWARDS);
          const [first] = await catalog.rows(`FROM ${table}`);
          expect(first, table).to.include({ user_index: 2, product_index: 5 });
        }
      });
      expect(await withCatalog(workspace, 'read', read)).to.deep.equal(before);
    });
  }
});
