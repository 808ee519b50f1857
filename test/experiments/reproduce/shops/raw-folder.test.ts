import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputDataError } from '../../../../src/errors.js';
import { rawShops } from '../../../../src/experiments/reproduce/shops/raw-folder.js';
import { writeInput } from '../../../support/feature-files.js';
import { rejection } from '../../../support/rejection.js';
import { temporaryFolder } from '../../../support/workspace.js';

describe('a folder of raw files', () => {
  let root: string;

  beforeEach(() => (root = temporaryFolder()));

  function folder(name: string, ...files: string[]): string {
    const path = join(root, name);
    mkdirSync(path);
    for (const file of files) writeInput(path, file, '');
    return path;
  }

  it('has a shop for each category, in the order of the paper', async () => {
    folder('notes');
    const shoes = folder('Shoes', 'reviews_Shoes.json.gz', 'image_features_Shoes.b', 'meta.json');
    const women = folder('women', 'image_features.b', 'ratings.csv', 'truth.csv', 'synth.json');
    mkdirSync(join(women, 'images'));
    const found = await rawShops(root);
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
    for (const { rules } of found) expect(rules).to.include({ minProducts: 5, keepUnrated: false });
  });

  it('takes ratings rather than reviews where there are both', async () => {
    folder('men', 'reviews_Men.json.gz', 'ratings_Men.csv', 'image_features_Men.b');
    expect((await rawShops(root))[0]!.ratings.format).to.equal('amazon-2014');
  });

  it('says what is missing', async () => {
    expect((await rejection(rawShops(root), InputDataError)).message).to.include('women');
    const men = folder('men', 'ratings.csv');
    const error = await rejection(rawShops(root), InputDataError);
    expect(error.message).to.include(men).and.include('image_features');
  });

  it('must be there', async () => {
    const error = await rejection(rawShops(join(root, 'nowhere')), InputDataError);
    expect(error.message).to.include('nowhere');
  });
});
