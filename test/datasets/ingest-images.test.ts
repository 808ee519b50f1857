import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { withCatalog } from '../../src/catalog/connection.js';
import { readImages } from '../../src/catalog/images.js';
import { listSplits } from '../../src/catalog/splits.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { summarise } from '../../src/datasets/ingest/summary.js';
import { splitDataset } from '../../src/datasets/split-dataset.js';
import { InputDataError } from '../../src/errors.js';
import { silentProgress } from '../../src/progress/progress.js';
import { writeInput } from '../support/feature-files.js';
import { rejection } from '../support/rejection.js';
import { listing, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

function photos(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) writeInput(folder, name, 'a photo');
  return folder;
}

const stored = (workspace: string) =>
  withCatalog(workspace, 'read', (catalog) => readImages(catalog, 'shop'));

describe('ingest with photos', () => {
  const input = shopInput();
  const run = (workspace: string, imagesFolder?: string) =>
    ingest({ ...input, imagesFolder }, { workspace, progress: silentProgress });

  it('remembers which products have one', async () => {
    const workspace = temporaryFolder();
    const folder = photos('p0.jpg', 'p2.PNG', 'p3.webp', 'p4.jpeg', 'p9.jpg', 'p1.gif', 'p5');
    const result = await run(workspace, folder);
    expect(result.photos).to.deep.equal({ found: 4, products: 6 });
    expect(result.dataset.imagesFolder).to.equal(folder);
    expect(summarise(result)).to.include('  photos: 4 of 6');
    const expected = ['p0.jpg', null, 'p2.PNG', 'p3.webp', 'p4.jpeg', null];
    expect(await stored(workspace)).to.deep.equal(
      expected.map((name) => (name === null ? null : join(folder, name))),
    );
  });

  it('takes the first kind of several, and no folder', async () => {
    const workspace = temporaryFolder();
    const folder = photos('p0.webp', 'p0.jpg', 'p0.png', 'p1.png');
    mkdirSync(join(folder, 'p2.jpg'));
    await run(workspace, folder);
    const [first, second, third] = await stored(workspace);
    expect([first, second, third]).to.deep.equal([
      join(folder, 'p0.jpg'),
      join(folder, 'p1.png'),
      null,
    ]);
  });

  it('has none without a folder', async () => {
    const workspace = temporaryFolder();
    const { photos, dataset } = await run(workspace);
    expect([photos, dataset.imagesFolder]).to.deep.equal([null, null]);
    expect(await stored(workspace)).to.deep.equal(new Array(6).fill(null));
  });

  it('adds or moves them later and leaves the splits alone', async () => {
    const workspace = temporaryFolder();
    await run(workspace);
    await splitDataset(
      {
        dataset: 'shop',
        split: 'one',
        seed: 1,
        coldShare: 0,
        validationShare: 0,
        testedMinProducts: 5,
        replace: false,
      },
      workspace,
    );
    const folder = photos('p0.jpg', 'p1.jpg');
    const added = await run(workspace, folder);
    expect(added).to.deep.include({ unchanged: false, photos: { found: 2, products: 6 } });
    expect(await run(workspace, folder)).to.deep.include({ unchanged: true });
    expect((await run(workspace)).dataset.imagesFolder).to.equal(folder);
    const other = photos('p5.png');
    expect((await run(workspace, other)).unchanged).to.equal(false);
    expect(await stored(workspace)).to.deep.equal([
      ...new Array<null>(5).fill(null),
      join(other, 'p5.png'),
    ]);
    const splits = await withCatalog(workspace, 'read', (catalog) => listSplits(catalog, 'shop'));
    expect(splits).to.have.length(1);
  });

  it('fails for a folder without a photo of any product, and stores nothing', async () => {
    const workspace = join(temporaryFolder(), 'new');
    const folder = photos('p10.jpg', 'x.jpg');
    const { message, suggestions } = await rejection(run(workspace, folder), InputDataError);
    expect(message).to.equal(
      `None of the 6 products has a photo in ${folder}, which holds 2 photos.`,
    );
    expect(suggestions[0]).to.include('p0.jpg');
    expect(listing(join(workspace, '..'))).to.deep.equal([]);
    await run(workspace);
    await rejection(run(workspace, folder), InputDataError);
    expect(await stored(workspace)).to.deep.equal(new Array(6).fill(null));
  });

  it('fails for what is no folder', async () => {
    const workspace = temporaryFolder();
    const file = writeInput(temporaryFolder(), 'photos', '');
    const faults: [string, RegExp][] = [
      [file, /is not a folder/],
      [`${file}.gone`, /there is no such folder/],
    ];
    for (const [folder, reason] of faults) {
      const { message } = await rejection(run(workspace, folder), InputDataError);
      expect(message).to.match(reason).and.include(folder);
    }
  });

  it('follows links to photos', async () => {
    const workspace = temporaryFolder();
    const folder = temporaryFolder();
    symlinkSync(join(photos('p0.jpg'), 'p0.jpg'), join(folder, 'p0.jpg'));
    expect((await run(workspace, folder)).photos?.found).to.equal(1);
  });
});
