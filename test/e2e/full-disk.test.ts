import { cpSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { expectSuccess, vasg } from '../support/cli.js';
import { failure } from '../support/failure.js';
import { expectNoTrainer } from '../support/processes.js';
import { askForRows, queryRows } from '../support/query-rows.js';
import {
  copyOf,
  ingestArguments,
  quickTrain,
  tinyShop,
  type TinyShop,
} from '../support/shop-workspace.js';
import { SmallDisk } from '../support/small-disk.js';
import { leftovers, stateOf } from '../support/workspace-state.js';

const MEGABYTE = 1 << 20;
const PAGE = 4096;

/** Bytes that a folder takes on a file system in memory, which has whole pages. */
function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  return sizes.reduce((sum, size) => sum + PAGE * Math.ceil(size / PAGE), 0);
}

describe('a disk', function () {
  this.timeout(60_000);
  let shop: TinyShop;
  let disk: SmallDisk | undefined;

  before(async () => (shop = await tinyShop()));
  afterEach(() => disk?.unmount());

  /** A disk that holds `content`, skipping the test where there may be none. */
  function diskWith(test: Mocha.Context, sizeBytes: number, content?: string): SmallDisk {
    disk = SmallDisk.mount(sizeBytes);
    if (disk === undefined) {
      test.test!.title += ' (skipped: mounting a file system is not allowed here)';
      test.skip();
    }
    if (content !== undefined) cpSync(content, disk.folder, { recursive: true });
    return disk;
  }

  describe('that is full', () => {
    it('stops an ingest, which leaves nothing', async function () {
      const { folder } = diskWith(this, MEGABYTE / 2);
      const workspace = join(folder, 'workspace');
      const error = failure(await vasg([...ingestArguments(shop.raw), '--json'], { workspace }), 9);
      expect(error.message).to.contain('space');
      expect(readdirSync(folder)).to.deep.equal([]);
    });

    for (const [what, roomBytes] of [
      ['features', MEGABYTE / 16],
      ['the catalog', MEGABYTE / 8],
    ] as const) {
      it(`for ${what} stops a replacing ingest, which leaves what was there`, async function () {
        const { folder: workspace } = diskWith(this, sizeOf(shop.split) + roomBytes, shop.split);
        const before = Object.keys(stateOf(workspace));
        const replace = [
          ...ingestArguments(shop.raw),
          '--min-products',
          '6',
          '--replace',
          '--json',
        ];
        failure(await vasg(replace, { workspace }), 9);
        // The database may keep its journal until it is opened for writing again.
        const journal = 'catalog.duckdb.wal';
        const after = Object.keys(stateOf(workspace)).filter((file) => file !== journal);
        expect(after).to.deep.equal(before);
        const count = 'SELECT count(*) AS n FROM ratings';
        expect(await queryRows(workspace, count)).to.deep.equal([{ n: 1000 }]);
        const roomy = copyOf(workspace);
        expectSuccess(await vasg(replace, { workspace: roomy }));
        expect(leftovers(roomy)).to.deep.equal([]);
      });
    }

    it('stops a shop from being made, which leaves nothing', async function () {
      const { folder } = diskWith(this, MEGABYTE / 16);
      const out = join(folder, 'raw');
      failure(await vasg(['data', 'synth', 'tiny', '--out', out, '--json']), 9);
      expect(readdirSync(folder)).to.deep.equal([]);
    });
  });

  describe('that is read-only', () => {
    const writing = {
      'a split': ['data', 'split', '--dataset', 'shop', '--name', 'second'],
      'a training': quickTrain('default'),
      'an evaluation': ['evaluate', 'ranking'],
    };
    for (const [title, args] of Object.entries(writing)) {
      it(`stops ${title}`, async function () {
        const { folder: workspace } = diskWith(this, 32 * MEGABYTE, shop.trained).readOnly();
        const before = stateOf(workspace);
        const error = failure(await vasg([...args, '--json'], { workspace }), 9);
        expect(error.message).to.match(/read-only|Read-only/);
        expect(error.suggestions).not.to.be.empty;
        expect(stateOf(workspace)).to.deep.equal(before);
        await expectNoTrainer(workspace);
      });
    }

    it('lets a query through', async function () {
      const { folder: workspace } = diskWith(this, 32 * MEGABYTE, shop.trained).readOnly();
      const rows = await askForRows(workspace, 'SELECT status FROM runs');
      expect(rows).to.deep.equal([{ status: 'completed' }]);
    });
  });
});
