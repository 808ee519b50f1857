import { expect } from 'chai';
import { withCatalog } from '../../src/catalog/connection.js';
import { productIds } from '../../src/catalog/datasets.js';
import type { IngestInput } from '../../src/datasets/ingest/ingest-input.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { summarise } from '../../src/datasets/ingest/summary.js';
import { InputDataError } from '../../src/errors.js';
import { silentProgress } from '../../src/progress/progress.js';
import { imageFeatureBytes, plainVectors, writeInput } from '../support/feature-files.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

const rules = { minProducts: 2, keepUnrated: false, requireFeatures: false };

/** Users u0 and u1 rate p0 to p5, u2 rates p4 twice and p5, u3 rates p0 and p4. p0 to p3 are for women. */
const RATINGS = [
  ...['u0', 'u1'].flatMap((user) => [0, 1, 2, 3, 4, 5].map((p) => `${user},p${p},5,1`)),
  'u2,p4,5,1',
  'u2,p4,5,2',
  'u2,p5,5,1',
  'u3,p0,5,1',
  'u3,p4,5,1',
].join('\n');

const METADATA = [
  `{'asin': 'p0', 'categories': [['Clothing', 'Women']]}`,
  `{'asin': 'p1', 'categories': [['Clothing'], ['Women', 'Dresses']]}`,
  `{'asin': 'p2', 'categories': [['Women', 'Shoes']]}`,
  `{'asin': 'p3', 'categories': [['Women']]}`,
  `{'asin': 'p3', 'categories': [['Men']]}`,
  `{'asin': 'p4', 'categories': [['Men', 'Shoes']]}`,
  `{'asin': 'p9', 'categories': [['Women']]}`,
].join('\n');

function input(
  name: string,
  rule: 'any' | 'authors',
  over: Partial<IngestInput> = {},
): IngestInput {
  const folder = temporaryFolder();
  return {
    dataset: 'shop',
    ratings: {
      path: writeInput(folder, 'r.csv', `${RATINGS}\n`),
      format: 'amazon-2014',
    },
    features: { path: writeInput(folder, 'f.b', imageFeatureBytes(plainVectors(6))) },
    category: { metadataPath: writeInput(folder, 'meta.json', METADATA), name, rule },
    rules,
    replace: false,
    ...over,
  };
}

const run = (what: IngestInput, workspace: string) =>
  ingest(what, { workspace, progress: silentProgress });

async function productsOf(what: IngestInput): Promise<string[]> {
  const workspace = temporaryFolder();
  await run(what, workspace);
  return withCatalog(workspace, 'read', (catalog) => productIds(catalog, 'shop'));
}

describe('ingest of a category', () => {
  it('drops other products before it applies the rules, and counts them', async () => {
    const workspace = temporaryFolder();
    const result = await run(input('Women', 'any'), workspace);
    const { ratings, users, products } = result.report;
    expect(ratings).to.deep.equal({
      read: 17,
      outsideCategory: 8,
      duplicates: 0,
      withoutFeature: 0,
      ofDroppedUsers: 1,
      kept: 8,
    });
    expect(users).to.deep.equal({ read: 4, outsideCategory: 1, belowMinimum: 1, kept: 2 });
    expect(products).to.deep.include({ outsideCategory: 2, unrated: 0, kept: 4 });
    expect(summarise(result)).to.include(
      '  2 products outside the category dropped, with 8 ratings',
    );
    expect(result.dataset.options).to.include({ category: 'Women', categoryRule: 'any' });
    expect(result.dataset.sources.map(({ role }) => role)).to.include('metadata');
  });

  it("shares no product between categories by the authors' rule", async () => {
    expect(await productsOf(input('Women', 'any'))).to.deep.equal(['p0', 'p1', 'p2', 'p3']);
    expect(await productsOf(input('Women', 'authors'))).to.deep.equal(['p0', 'p1']);
    expect(await productsOf(input('Shoes', 'authors'))).to.deep.equal(['p2', 'p4']);
  });

  it('keeps only unrated products of the category', async () => {
    const bought = RATINGS.split('\n').filter((line) => !line.includes('p3'));
    const folder = temporaryFolder();
    const ratings = {
      path: writeInput(folder, 'r.csv', `${bought.join('\n')}\n`),
      format: 'amazon-2014' as const,
    };
    const features = { path: writeInput(folder, 'f.b', imageFeatureBytes(plainVectors(8))) };
    const kept = { ...rules, keepUnrated: true };
    const products = await productsOf(input('Women', 'any', { ratings, features, rules: kept }));
    expect(products).to.deep.equal(['p0', 'p1', 'p2', 'p3']);
  });

  it('is another data set than without, or with another category', async () => {
    const workspace = temporaryFolder();
    const women = input('Women', 'any');
    const { dataset } = await run(women, workspace);
    expect((await run(women, workspace)).unchanged).to.equal(true);
    for (const category of [undefined, { ...women.category!, rule: 'authors' as const }]) {
      const other = await run({ ...women, category, replace: true }, workspace);
      expect(other.dataset.inputHash).not.to.equal(dataset.inputHash);
    }
  });

  it('says which categories there are when nothing is in it', async () => {
    const what = input('women', 'any');
    const error = await rejection(run(what, temporaryFolder()), InputDataError);
    expect(error.message).to.equal(
      `${what.category!.metadataPath}: no product is in the category "women".`,
    );
    expect(error.suggestions[0]).to.include('"Women"').and.include('"Shoes"');
  });

  it('says so when no rated product is in it', async () => {
    const metadataPath = writeInput(
      temporaryFolder(),
      'meta.json',
      `{'asin': 'p9', 'categories': [['Men']]}`,
    );
    const what = input('Women', 'any', { category: { metadataPath, name: 'Men', rule: 'any' } });
    const { message } = await rejection(run(what, temporaryFolder()), InputDataError);
    expect(message).to.include('no rated product is in the category');
  });
});
