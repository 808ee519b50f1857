import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ingest } from '../../../../src/datasets/ingest/ingest.js';
import { InputDataError, UsageError } from '../../../../src/errors.js';
import {
  chooseShops,
  type ChosenShops,
} from '../../../../src/experiments/reproduce/shops/choose-shops.js';
import { silentProgress } from '../../../../src/progress/progress.js';
import type { ShopManifest } from '../../../../src/synth/manifest.js';
import { queryRows } from '../../../support/query-rows.js';
import { rejection } from '../../../support/rejection.js';
import { makeCollection } from '../../../support/synthetic-collection.js';
import { temporaryFolder } from '../../../support/workspace.js';

describe('the shops of a reproduction', () => {
  let folder: string;
  let workspace: string;
  let manifests: ShopManifest[];
  let chosen: ChosenShops;

  before(async () => {
    folder = join(temporaryFolder(), 'collection');
    manifests = await makeCollection(folder, ['Women', 'Men']);
    workspace = join(temporaryFolder(), 'ws');
    chosen = await choose({ datasets: [], raw: { folder } });
  });

  const choose = (choice: Parameters<typeof chooseShops>[0]): Promise<ChosenShops> =>
    chooseShops(choice, { workspace, progress: silentProgress });

  it('are the categories that a collection has products of', () => {
    expect(
      chosen.shops.map(({ dataset, category, cut }) => [dataset, category, cut]),
    ).to.deep.equal([
      ['women', 'Women', 'label'],
      ['men', 'Men', 'label'],
    ]);
    expect(chosen.notes).to.have.length(2);
    expect(chosen.notes[0]).to.include('Shoes');
    expect(chosen.notes[1]).to.include('Jewelry');
  });

  it('hold what ingest takes for the category', async () => {
    const file = (name: string) => join(folder, name);
    const { unchanged } = await ingest(
      {
        dataset: 'men',
        ratings: { path: file('reviews_Clothing.json.gz'), format: 'amazon-2014-reviews' },
        features: { path: file('image_features_Clothing.b') },
        category: { metadataPath: file('meta_Clothing.json.gz'), name: 'Men', rule: 'any' },
        rules: { minProducts: 5, keepUnrated: false, requireFeatures: false },
        replace: false,
      },
      { workspace, progress: silentProgress },
    );
    expect(unchanged).to.equal(true);
    const [men] = await queryRows(workspace, "FROM datasets WHERE dataset = 'men'");
    const { users, products, ratings } = manifests[1]!.counts;
    expect(men).to.include({ num_users: users, num_products: products, num_ratings: ratings });
  });

  it('count once, however often they are named', async () => {
    const all = await choose({ datasets: ['men', 'men'], raw: { folder } });
    expect(all.shops.map(({ dataset }) => dataset)).to.deep.equal(['men', 'women']);
  });

  it("are others by the authors' rule, for the same columns", async () => {
    const { shops, notes } = await choose({ datasets: [], raw: { folder, rule: 'authors' } });
    expect(shops.map(({ dataset, category, cut }) => [dataset, category, cut])).to.deep.include([
      'men-authors',
      'Men',
      'authors',
    ]);
    expect(notes[0]).to.include('does not know Jewelry');
  });

  it('may have no photos of a part', async () => {
    const withPhotos = join(temporaryFolder(), 'collection');
    mkdirSync(join(withPhotos, 'images'), { recursive: true });
    for (const name of readdirSync(folder))
      copyFileSync(join(folder, name), join(withPhotos, name));
    const { shops } = await choose({ datasets: [], raw: { folder: withPhotos } });
    expect(shops).to.have.length(2);
  });

  it('are not taken for others of the same name', async () => {
    const other = join(temporaryFolder(), 'other');
    await makeCollection(other, ['Men', 'Women']);
    const error = await rejection(choose({ datasets: [], raw: { folder: other } }), UsageError);
    expect(error.code).to.equal('DATASET_EXISTS');
    expect(error.suggestions.join()).to.include('--dataset women').and.not.include('--replace');
  });

  it('cannot be made where the metadata is of another category', async () => {
    const raw = temporaryFolder();
    await makeCollection(join(raw, 'men'), ['Women']);
    workspace = join(temporaryFolder(), 'ws');
    const error = await rejection(choose({ datasets: [], raw: { folder: raw } }), InputDataError);
    expect(error.message).to.include('No ratings are left');
  });
});
