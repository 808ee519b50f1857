import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputDataError, UsageError } from '../../../../src/errors.js';
import { rawShops } from '../../../../src/experiments/reproduce/shops/raw-folder.js';
import { writeInput } from '../../../support/feature-files.js';
import { rejection } from '../../../support/rejection.js';
import { temporaryFolder } from '../../../support/workspace.js';

const COLLECTION = ['reviews_C.json.gz', 'image_features_C.b', 'meta_C.json.gz'];

describe('a folder of raw files', () => {
  let root: string;

  beforeEach(() => (root = temporaryFolder()));

  function folder(name: string, ...files: string[]): string {
    const path = join(root, name);
    mkdirSync(path);
    for (const file of files) writeInput(path, file, '');
    return path;
  }

  const shops = async (rule?: 'any' | 'authors') =>
    (await rawShops({ folder: root, rule })).map(({ input }) => input);
  const refusal = async (rule?: 'authors') => rejection(shops(rule), InputDataError);

  it('has a shop for each category, in the order of the paper', async () => {
    folder('notes');
    const shoes = folder('Shoes', 'reviews_Shoes.json.gz', 'image_features_Shoes.b', 'stock.json');
    const women = folder('women', 'image_features.b', 'ratings.csv', 'truth.csv', 'synth.json');
    mkdirSync(join(women, 'images'));
    const found = await shops();
    expect(found.map(({ dataset }) => dataset)).to.deep.equal(['women', 'shoes']);
    expect(
      found.map(({ ratings, features, imagesFolder }) => [ratings, features, imagesFolder]),
    ).to.deep.equal([
      [
        { path: join(women, 'ratings.csv'), format: 'amazon-2014' },
        { path: join(women, 'image_features.b') },
        join(women, 'images'),
      ],
      [
        { path: join(shoes, 'reviews_Shoes.json.gz'), format: 'amazon-2014-reviews' },
        { path: join(shoes, 'image_features_Shoes.b') },
        undefined,
      ],
    ]);
    for (const { rules, category } of found) {
      expect(rules).to.include({ minProducts: 5, keepUnrated: false });
      expect(category).to.equal(undefined);
    }
  });

  it('uses the metadata of a category that it has', async () => {
    const men = folder('men', ...COLLECTION);
    const metadataPath = join(men, 'meta_C.json.gz');
    expect((await shops())[0]).to.deep.include({
      dataset: 'men',
      category: { name: 'Men', rule: 'any', metadataPath },
    });
  });

  it('has the four categories where it holds a collection', async () => {
    for (const file of COLLECTION) writeInput(root, file, '');
    mkdirSync(join(root, 'images'));
    const found = await rawShops({ folder: root });
    expect(found.map(({ input }) => [input.dataset, input.category!.name])).to.deep.equal([
      ['women', 'Women'],
      ['men', 'Men'],
      ['shoes', 'Shoes'],
      ['jewelry', 'Jewelry'],
    ]);
    for (const { input, isPart } of found) {
      expect(isPart).to.equal(true);
      expect(input.ratings).to.deep.equal({
        path: join(root, 'reviews_C.json.gz'),
        format: 'amazon-2014-reviews',
      });
      expect(input.imagesFolder).to.equal(join(root, 'images'));
    }
  });

  it("has the authors' three by their rule", async () => {
    for (const file of COLLECTION) writeInput(root, file, '');
    const found = await shops('authors');
    expect(found.map(({ dataset, rules }) => [dataset, rules.minProducts])).to.deep.equal([
      ['women-authors', 9],
      ['men-authors', 5],
      ['shoes-authors', 5],
    ]);
    for (const { category } of found) expect(category!.rule).to.equal('authors');
  });

  it('takes ratings rather than reviews where there are both', async () => {
    folder('men', 'reviews_Men.json.gz', 'ratings_Men.csv', 'image_features_Men.b');
    expect((await shops())[0]!.ratings.format).to.equal('amazon-2014');
  });

  it('says what is missing', async () => {
    expect((await refusal()).message)
      .to.include('women')
      .and.include('collection');
    const men = folder('men', 'ratings.csv');
    expect((await refusal()).message)
      .to.include(men)
      .and.include('image_features');
  });

  it('is no collection without metadata', async () => {
    writeInput(root, 'ratings_C.csv', '');
    writeInput(root, 'image_features_C.b', '');
    const error = await refusal();
    expect(error.message).to.include('meta_');
    expect(error.suggestions.join()).to.include('women');
  });

  it('holds one file of a kind', async () => {
    for (const file of [...COLLECTION, 'reviews_C_5.json.gz']) writeInput(root, file, '');
    expect((await refusal()).message)
      .to.include('reviews_C.json.gz')
      .and.include('reviews_C_5.json.gz');
  });

  it('is of one layout', async () => {
    folder('women', 'ratings.csv', 'image_features.b');
    writeInput(root, 'meta_C.json.gz', '');
    expect((await refusal()).message)
      .to.include('meta_C.json.gz')
      .and.include('women');
  });

  it("needs metadata, and a category that they know, for the authors' rule", async () => {
    folder('men', 'ratings.csv', 'image_features.b');
    expect((await rejection(shops('authors'), UsageError)).message).to.include(join(root, 'men'));
    root = temporaryFolder();
    folder('jewelry', ...COLLECTION);
    expect((await rejection(shops('authors'), UsageError)).message).to.include('Jewelry');
  });

  it('must be there', async () => {
    root = join(root, 'nowhere');
    expect((await refusal()).message).to.include('nowhere');
  });
});
