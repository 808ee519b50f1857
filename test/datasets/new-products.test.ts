import { expect } from 'chai';
import { withNewProducts, type NewProducts } from '../../src/datasets/new-products.js';
import { InputDataError, RunCancelledError } from '../../src/errors.js';
import { silentProgress } from '../../src/progress/progress.js';
import type { FeaturesInput } from '../../src/sources/features.js';
import {
  imageFeatureBytes,
  plainVectors,
  writeInput,
  writeNpyFeatures,
} from '../support/feature-files.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

const DIM = 3;
const KNOWN = { dataset: 'shop', ids: ['p1', 'p3', 'elsewhere'], featureDim: DIM };

/** Ids with the first number of each feature, which tells whose it is. */
async function found(input: FeaturesInput, known = KNOWN) {
  const context = { progress: silentProgress };
  return withNewProducts(
    input,
    known,
    context,
    async ({ ids, features, numKnown }: NewProducts) => {
      const values = await features.read(0, ids.length);
      return { products: ids.map((id, i) => [id, values[i * DIM]]), numKnown };
    },
  );
}

const bFile = (vectors: Parameters<typeof imageFeatureBytes>[0]): FeaturesInput => ({
  path: writeInput(temporaryFolder(), 'features.b', imageFeatureBytes(vectors)),
  dim: DIM,
});

describe('products that a data set does not have', () => {
  it('come by id, each with its own feature, whatever the order of the file', async () => {
    const vectors = [...plainVectors(6, DIM)].reverse();
    const expected = { products: [0, 2, 4, 5].map((i) => [`p${i}`, i]), numKnown: 2 };
    expect(await found(writeNpyFeatures(temporaryFolder(), vectors))).to.deep.equal(expected);
    expect(await found(bFile(vectors))).to.deep.equal(expected);
  });

  it('may be in the file twice, but not with two features', async () => {
    const [first, second] = plainVectors(2, DIM);
    const known = { ...KNOWN, ids: [] };
    const twice = await found(bFile([first!, second!, first!]), known);
    expect(twice).to.deep.equal({
      products: [
        ['p0', 0],
        ['p1', 1],
      ],
      numKnown: 0,
    });
    const other = bFile([first!, ['p0', second![1]]]);
    const error = await rejection(found(other, known), InputDataError);
    expect(error.code).to.equal('FEATURE_IDS');
    expect(error.message).to.include('p0').and.include(other.path);
  });

  it('have to be there', async () => {
    const all = bFile(plainVectors(2, DIM));
    const known = { ...KNOWN, ids: ['p0', 'p1'] };
    const error = await rejection(found(all, known), InputDataError);
    expect(error.code).to.equal('NO_NEW_PRODUCTS');
    expect(error.message).to.include('shop');
    const empty = { path: writeInput(temporaryFolder(), 'features.b', ''), dim: DIM };
    const nothing = await rejection(found(empty), InputDataError);
    expect(nothing.message).to.include(empty.path).and.not.include('already');
    const noRows = await rejection(found(writeNpyFeatures(temporaryFolder(), [])), InputDataError);
    expect(noRows.code).to.equal('NO_FEATURES');
  });

  it('have names', async () => {
    for (const blank of [' ', '\u00a0', '\u0001']) {
      const vectors = plainVectors(3, DIM);
      const input = writeNpyFeatures(temporaryFolder(), [...vectors, [blank, vectors[0]![1]]]);
      const error = await rejection(found(input), InputDataError);
      expect(error.code).to.equal('FEATURE_IDS');
      expect(error.message).to.include(input.path).and.include('row 3 (line 4');
    }
  });

  it('are read no further when nobody wants them any more', async () => {
    const controller = new AbortController();
    controller.abort(new RunCancelledError('no'));
    const context = { progress: silentProgress, signal: controller.signal };
    const reading = withNewProducts(bFile(plainVectors(4, DIM)), KNOWN, context, () =>
      Promise.reject(new Error('never')),
    );
    await rejection(reading, RunCancelledError);
  });
});
