import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { withCatalog } from '../../src/catalog/connection.js';
import { listSplits } from '../../src/catalog/splits.js';
import { splitDataset } from '../../src/datasets/split-dataset.js';
import { InputDataError, UsageError } from '../../src/errors.js';
import { imageFeatureBytes, writeInput } from '../support/feature-files.js';
import {
  anyCount,
  ingestInto,
  ratingsCsv,
  storedFeatures,
  storedRatings,
} from '../support/ingested.js';
import { rejection } from '../support/rejection.js';
import { SmallDisk } from '../support/small-disk.js';
import { gridRatings, listing, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

describe('ingest again', () => {
  it('does nothing for the same content, wherever the files are', async () => {
    const workspace = temporaryFolder();
    const first = await ingestInto(shopInput(), workspace);
    const before = readFileSync(join(workspace, 'catalog.duckdb'));
    const second = await ingestInto(shopInput(), workspace);
    expect(second.unchanged).to.equal(true);
    expect(second.report).to.deep.equal(first.report);
    expect(readFileSync(join(workspace, 'catalog.duckdb')).equals(before)).to.equal(true);
  });

  it('clears what one that was killed at its very end has left', async () => {
    const workspace = temporaryFolder();
    await ingestInto(shopInput(), workspace);
    // No process has this number.
    const left = [workspace, join(workspace, 'features')].map((folder) =>
      join(folder, '.ingest-4999999-abcdef'),
    );
    for (const folder of left) mkdirSync(folder);
    const old = join(workspace, 'features', 'shop.01234567-89abcdef.npy');
    writeFileSync(old, '');
    expect((await ingestInto(shopInput(), workspace)).unchanged).to.equal(true);
    expect([...left, old].filter(existsSync)).to.deep.equal([]);
  });

  it('stores features on another disk when the folder is a link to one', async function () {
    const disk = SmallDisk.mount(1 << 20);
    if (disk === undefined) return this.skip();
    try {
      const workspace = temporaryFolder();
      symlinkSync(disk.folder, join(workspace, 'features'));
      const { dataset } = await ingestInto(shopInput(), workspace);
      expect(await storedFeatures(workspace, dataset.featuresFile)).to.have.length(6);
      expect(listing(disk.folder)).to.deep.equal([join(disk.folder, 'shop.npy')]);
      const bad = shopInput({ ratings: ratingsCsv('u,p,no number,1\n'), replace: true });
      await rejection(ingestInto(bad, workspace), InputDataError);
      expect(listing(disk.folder)).to.deep.equal([join(disk.folder, 'shop.npy')]);
    } finally {
      disk.unmount();
    }
  });

  it('mends a features file that is gone', async () => {
    const workspace = temporaryFolder();
    await ingestInto(shopInput(), workspace);
    await rm(join(workspace, 'features', 'shop.npy'));
    const { dataset } = await ingestInto(shopInput(), workspace);
    expect(existsSync(join(workspace, dataset.featuresFile))).to.equal(true);
  });

  it('refuses other content under the same name unless it is to replace', async () => {
    const workspace = temporaryFolder();
    await ingestInto(shopInput(), workspace);
    const other = shopInput({ ratings: ratingsCsv(gridRatings(2, 6)) });
    const error = await rejection(ingestInto(other, workspace), UsageError);
    expect(error.suggestions.join()).to.include('--replace');
    const options = shopInput({ rules: { ...other.rules, minProducts: 4 } });
    await rejection(ingestInto(options, workspace), UsageError);
  });

  it('replaces data set, features and splits together', async () => {
    const workspace = temporaryFolder();
    await ingestInto(shopInput(), workspace);
    await splitDataset(
      {
        dataset: 'shop',
        split: 'default',
        seed: 1,
        coldShare: 0,
        validationShare: 0,
        testedMinProducts: 5,
        replace: false,
      },
      workspace,
    );
    for (const users of [2, 4, 5]) {
      const other = shopInput({ ratings: ratingsCsv(gridRatings(users, 6)), replace: true });
      const { dataset } = await ingestInto(other, workspace);
      expect(dataset.numUsers).to.equal(users);
      expect(
        readdirSync(join(workspace, 'features')).map((name) => `features/${name}`),
      ).to.deep.equal([dataset.featuresFile]);
    }
    await withCatalog(workspace, 'read', async (catalog) => {
      expect(await listSplits(catalog, 'shop')).to.deep.equal([]);
      expect(await catalog.rows("SELECT 1 FROM ratings WHERE dataset = 'shop'")).to.have.length(30);
    });
  });

  it('leaves the old data set as it was when the new one fails', async () => {
    const workspace = temporaryFolder();
    await ingestInto(shopInput(), workspace);
    const before = listing(workspace);
    const features = {
      path: writeInput(temporaryFolder(), 'f.b', imageFeatureBytes([['p0', [NaN]]])),
    };
    const bad = shopInput({ features, replace: true, rules: anyCount });
    await rejection(ingestInto(bad, workspace), InputDataError);
    expect(listing(workspace)).to.deep.equal(before);
    expect(await storedRatings(workspace)).to.have.length(18);
  });
});
