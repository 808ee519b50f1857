import { expect } from 'chai';
import { withCatalog, type Catalog } from '../../src/catalog/connection.js';
import { runLeakChecks, type LeakCheck } from '../../src/catalog/leak-checks.js';
import { readParts } from '../../src/catalog/split-counts.js';
import { readSplit, requireSplit } from '../../src/catalog/splits.js';
import { SPLIT_PARTS } from '../../src/splitting/parts.js';
import { describeDataset } from '../../src/datasets/describe-dataset.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { splitDataset, type SplitInput } from '../../src/datasets/split-dataset.js';
import { InputDataError, MissingArtifactError, UsageError } from '../../src/errors.js';
import { silentProgress } from '../../src/progress/progress.js';
import { hmLadiesCounts, hmLadiesInput } from '../support/hm-ladies.js';
import { imageFeatureBytes, plainVectors, writeInput } from '../support/feature-files.js';
import { rejection } from '../support/rejection.js';
import { shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

const input: SplitInput = {
  dataset: 'shop',
  split: 'default',
  seed: 1,
  coldShare: 0.5,
  validationShare: 0.5,
  testedMinProducts: 5,
  replace: false,
};

/** 40 users with 6 of 30 products each, and `numOnce` who bought one. */
async function shopWorkspace(numOnce = 0): Promise<string> {
  const workspace = temporaryFolder();
  const once = Array.from({ length: numOnce }, (_, user) => `once${user},p${user % 30},5,1\n`);
  const lines = Array.from({ length: 40 }, (_, user) =>
    Array.from(
      { length: 6 },
      (_, i) => `u${user},p${(user * 3 + i * i) % 30},${1 + (i % 5)},1\n`,
    ).join(''),
  );
  const ratings = {
    path: writeInput(temporaryFolder(), 'r.csv', [...lines, ...once].join('')),
    format: 'amazon-2014' as const,
  };
  const features = {
    path: writeInput(temporaryFolder(), 'f.b', imageFeatureBytes(plainVectors(30))),
    dim: 3,
  };
  const rules = { minProducts: 1, keepUnrated: false, requireFeatures: false };
  await ingest(shopInput({ ratings, features, rules }), { workspace, progress: silentProgress });
  return workspace;
}

/** Whatever has become of the stored split. */
async function checkAgain(catalog: Catalog): Promise<LeakCheck[]> {
  const split = await requireSplit(catalog, 'shop');
  return runLeakChecks(catalog, split, await readParts(catalog, 'shop', 'default'));
}

describe('split', () => {
  it('stores what readSplit gives back, in order', async () => {
    const workspace = await shopWorkspace();
    const { parts, leakChecks, unchanged } = await splitDataset(input, workspace);
    expect(unchanged).to.equal(false);
    expect(leakChecks.map(({ violations }) => violations)).to.deep.equal(leakChecks.map(() => 0));
    const split = await withCatalog(workspace, 'read', (catalog) => readSplit(catalog, 'shop'));
    expect(split.part).to.have.length(240);
    for (let i = 1; i < split.part.length; i++) {
      const step = split.userIndex[i]! - split.userIndex[i - 1]!;
      expect(
        step > 0 || (step === 0 && split.productIndex[i]! > split.productIndex[i - 1]!),
      ).to.equal(true);
    }
    for (const { part, ratings } of parts) {
      const code = SPLIT_PARTS.indexOf(part);
      expect(split.part.filter((value) => value === code)).to.have.length(ratings);
    }
    expect(Array.from(split.rating).every((rating) => rating >= 1 && rating <= 5)).to.equal(true);
  });

  it('is read in order and found whole whatever order it is stored in', async () => {
    const workspace = await shopWorkspace();
    await splitDataset(input, workspace);
    const read = (catalog: Catalog) => readSplit(catalog, 'shop');
    const before = await withCatalog(workspace, 'read', read);
    await withCatalog(workspace, 'write', async (catalog) => {
      for (const table of ['rating_rows', 'split_rating_rows']) {
        const order =
          table === 'rating_rows' ? 'product_index, user_index' : 'part, user_index DESC';
        await catalog.run(`CREATE TEMP TABLE kept AS FROM ${table} ORDER BY ${order};
          DELETE FROM ${table}; INSERT INTO ${table} FROM kept; DROP TABLE kept`);
      }
      const checks = await checkAgain(catalog);
      expect(checks.filter(({ violations }) => violations > 0)).to.deep.equal([]);
    });
    expect(await withCatalog(workspace, 'read', read)).to.deep.equal(before);
    const again = await splitDataset({ ...input, split: 'again' }, workspace);
    const fromUnordered = await withCatalog(workspace, 'read', (catalog) =>
      readSplit(catalog, 'shop', 'again'),
    );
    expect(again.leakChecks.every(({ violations }) => violations === 0)).to.equal(true);
    expect(fromUnordered.part).to.deep.equal(before.part);
  });

  it('does nothing the second time, and refuses other options under the same name', async () => {
    const workspace = await shopWorkspace();
    const first = await splitDataset(input, workspace);
    const second = await splitDataset(input, workspace);
    expect(second).to.deep.equal({ ...first, unchanged: true });
    const error = await rejection(splitDataset({ ...input, seed: 2 }, workspace), UsageError);
    expect(error.message).to.include('exists with seed 1');
    const third = await splitDataset({ ...input, seed: 2, replace: true }, workspace);
    expect(third.split.inputHash).not.to.equal(first.split.inputHash);
    await splitDataset({ ...input, split: 'other', seed: 3 }, workspace);
    const { splits } = await describeDataset(workspace, 'shop');
    expect(splits.map(({ split }) => [split.split, split.seed])).to.deep.equal([
      ['default', 2],
      ['other', 3],
    ]);
  });

  it('says what is missing', async () => {
    const workspace = await shopWorkspace();
    const noSplit = withCatalog(workspace, 'read', (catalog) => readSplit(catalog, 'shop', 'x'));
    expect((await rejection(noSplit, MissingArtifactError)).suggestions.join()).to.include(
      'vasg data split --dataset shop --name x',
    );
    const noData = splitDataset({ ...input, dataset: 'none' }, workspace);
    expect((await rejection(noData, MissingArtifactError)).suggestions.join()).to.include('shop');
    await rejection(describeDataset(workspace, 'shop', 'x'), MissingArtifactError);
  });

  it('is another one for other least products of the tested, and needs somebody to test', async () => {
    const workspace = await shopWorkspace();
    const { split } = await splitDataset(input, workspace);
    const all = await splitDataset({ ...input, split: 'all', testedMinProducts: 6 }, workspace);
    expect(all.split.inputHash).not.to.equal(split.inputHash);
    expect(all.parts).to.deep.equal((await splitDataset(input, workspace)).parts);
    const none = splitDataset({ ...input, split: 'none', testedMinProducts: 7 }, workspace);
    const error = await rejection(none, InputDataError);
    expect(error.suggestions.join()).to.include('--tested-min-products');
    const { splits } = await describeDataset(workspace, 'shop');
    expect(splits.map(({ split }) => split.split)).to.deep.equal(['all', 'default']);
  });

  it('has everybody in the graph, and tests those with enough products', async () => {
    const workspace = await shopWorkspace(60);
    const { split, parts } = await splitDataset({ ...input, coldShare: 0 }, workspace);
    expect(split.report).to.include({ usersNotTested: 60 });
    const users = Object.fromEntries(parts.map(({ part, users }) => [part, users]));
    expect(users.train).to.equal(100);
    expect((users.test_warm ?? 0) + (users.test_cold ?? 0)).to.equal(40);
  });

  it('refuses to leave nothing to train on, and stores nothing then', async () => {
    const workspace = temporaryFolder();
    await ingest(shopInput(), { workspace, progress: silentProgress });
    const attempt = splitDataset({ ...input, coldShare: 1, validationShare: 0 }, workspace);
    await attempt.then(
      ({ parts }) => expect(parts[0]?.ratings).to.be.greaterThan(0),
      (error: unknown) => expect(error).to.be.instanceOf(InputDataError),
    );
  });

  const BREAKS: [string, string][] = [
    [
      'pair_in_two_parts',
      "INSERT INTO split_rating_rows SELECT split_key, user_index, product_index, 'train' FROM split_rating_rows WHERE part = 'test_warm' LIMIT 1",
    ],
    ['rating_without_part', "DELETE FROM split_rating_rows WHERE part = 'removed'"],
    ['part_without_rating', 'DELETE FROM rating_rows WHERE user_index = 0'],
    [
      'cold_product_with_training_edge',
      "UPDATE split_rating_rows SET part = 'train' WHERE part = 'removed'",
    ],
    [
      'warm_product_without_training_edge',
      "UPDATE split_rating_rows SET part = 'test_warm' WHERE part = 'test_cold'",
    ],
    [
      'tested_user_without_training_edge',
      "UPDATE split_rating_rows SET part = 'removed' WHERE user_index < 9 AND part = 'train'",
    ],
    [
      'user_with_two_test_pairs',
      "UPDATE split_rating_rows SET part = 'test_warm' WHERE part = 'validation_warm'",
    ],
    ['tested_user_with_too_few_ratings', 'UPDATE splits SET tested_min_products = 7'],
  ];
  for (const [name, sql] of BREAKS) {
    it(`would notice ${name}`, async () => {
      const workspace = await shopWorkspace();
      await splitDataset(input, workspace);
      await withCatalog(workspace, 'write', async (catalog) => {
        await catalog.run(sql);
        const checks = await checkAgain(catalog);
        expect(checks.find((check) => check.name === name)?.violations).to.be.greaterThan(0);
      });
    });
  }
});

describe('hm-ladies', () => {
  it('is ingested and split with consistent counts', async function () {
    const workspace = temporaryFolder();
    const { report, dataset } = await ingest(hmLadiesInput(this), {
      workspace,
      progress: silentProgress,
    });
    const { ratings, numUsers, numProducts } = hmLadiesCounts(this);
    expect(report.ratings).to.deep.equal(ratings);
    expect(dataset).to.include({ numUsers, numProducts });
    const result = await splitDataset(
      {
        dataset: 'hm',
        split: 'default',
        seed: 1,
        coldShare: 0.5,
        validationShare: 0.1,
        testedMinProducts: 5,
        replace: false,
      },
      workspace,
    );
    const size = Object.fromEntries(result.parts.map(({ part, ratings }) => [part, ratings]));
    expect(Object.values(size).reduce((sum, count) => sum + count, 0)).to.equal(ratings.kept);
    const { test_warm: warm = 0, test_cold: cold = 0 } = size;
    expect(warm + cold + Number(result.split.report.droppedUsers)).to.equal(numUsers);
    expect(cold / (warm + cold)).to.be.within(0.5, 0.53);
    expect(result.leakChecks.every(({ violations }) => violations === 0)).to.equal(true);
  });
});
