import { expect } from 'chai';
import fc from 'fast-check';
import { withCatalog } from '../../src/catalog/connection.js';
import { productIds, readDataset, userIds, userIndexOf } from '../../src/catalog/datasets.js';
import {
  imageFeatureBytes,
  plainVectors,
  writeInput,
  writeNpyFeatures,
} from '../support/feature-files.js';
import {
  anyCount,
  ingestInto,
  ratingsCsv,
  storedFeatures,
  storedRatings,
} from '../support/ingested.js';
import { listing, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

/** Of features. */
const LARGEST = Math.fround(1e15);

describe('ingest', () => {
  it('loads ratings and features', async () => {
    const workspace = temporaryFolder();
    const { dataset, report, unchanged } = await ingestInto(shopInput(), workspace);
    expect(unchanged).to.equal(false);
    expect(dataset).to.include({ numUsers: 3, numProducts: 6, numRatings: 18, featureDim: 3 });
    expect(report.ratings).to.deep.equal({
      read: 18,
      outsideCategory: 0,
      duplicates: 0,
      withoutFeature: 0,
      ofDroppedUsers: 0,
      kept: 18,
    });
    await withCatalog(workspace, 'read', async (catalog) => {
      expect(await readDataset(catalog, 'shop')).to.deep.equal(dataset);
      expect(await productIds(catalog, 'shop')).to.deep.equal(['p0', 'p1', 'p2', 'p3', 'p4', 'p5']);
      expect(await userIndexOf(catalog, 'shop', 'u2')).to.equal(2);
      expect(await userIndexOf(catalog, 'shop', 'nobody')).to.equal(undefined);
    });
    expect(listing(workspace).map((path) => path.slice(workspace.length + 1))).to.deep.equal([
      'catalog.duckdb',
      'features',
      'features/shop.npy',
    ]);
  });

  it('keeps leading zeros, and orders ids by their bytes', async () => {
    const workspace = temporaryFolder();
    const ids = ['é', 'z', '10', '010', 'B', 'a', '9'];
    const npy = writeNpyFeatures(
      temporaryFolder(),
      ids.map((id, i) => [id, [i]]),
    );
    const ratings = ratingsCsv(ids.map((id) => `${id},${id},,\n`).join(''));
    await ingestInto(shopInput({ ratings, features: npy, rules: anyCount }), workspace);
    const sorted = ['010', '10', '9', 'B', 'a', 'z', 'é'];
    await withCatalog(workspace, 'read', async (catalog) => {
      expect(await productIds(catalog, 'shop')).to.deep.equal(sorted);
      expect(await userIds(catalog, 'shop')).to.deep.equal(sorted);
    });
    expect(await storedFeatures(workspace, 'features/shop.npy')).to.deep.equal(
      sorted.map((id) => [ids.indexOf(id)]),
    );
  });

  it('reads absent ratings, and times in seconds, milliseconds and words', async () => {
    const workspace = temporaryFolder();
    const ratings = ratingsCsv(
      'u,p0,,\nu,p1,"",1400000000\nu,p2,2.5,1400000000123\nu,p3,-1,2014-05-13 16:53:20\n' +
        'u,p4,1e1,2014-05-13T18:53:20+02:00\nu,p5,4,1400000000.5\n',
    );
    await ingestInto(shopInput({ ratings }), workspace);
    expect((await storedRatings(workspace)).map((row) => row.slice(2))).to.deep.equal([
      [null, null],
      [null, '2014-05-13T16:53:20.000Z'],
      [2.5, '2014-05-13T16:53:20.123Z'],
      [-1, '2014-05-13T16:53:20.000Z'],
      [10, '2014-05-13T16:53:20.000Z'],
      [4, '2014-05-13T16:53:20.500Z'],
    ]);
  });

  it('keeps the latest of repeated ratings, of equally late ones the last', async () => {
    const workspace = temporaryFolder();
    const ratings = ratingsCsv(
      'u,p0,1,300\nu,p0,2,100\nu,p1,1,100\nu,p1,2,100\nu,p2,1,\nu,p2,2,1\nu,p2,3,\nu,p3,1,\nu,p3,2,\n',
    );
    const { report } = await ingestInto(shopInput({ ratings, rules: anyCount }), workspace);
    expect(report.ratings).to.include({ read: 9, duplicates: 5, kept: 4 });
    expect(
      (await storedRatings(workspace)).map(([, product, rating]) => [product, rating]),
    ).to.deep.equal([
      ['p0', 1],
      ['p1', 2],
      ['p2', 2],
      ['p3', 2],
    ]);
  });

  it('counts repeated and zero features', async () => {
    const workspace = temporaryFolder();
    const vectors = [...plainVectors(6)];
    vectors[0] = ['p0', [0, 0, 0]];
    const path = writeInput(
      temporaryFolder(),
      'f.b',
      imageFeatureBytes([...vectors, vectors[3]!], '\0'),
    );
    const { report } = await ingestInto(shopInput({ features: { path } }), workspace);
    expect(report.features).to.deep.equal({
      read: 7,
      dim: 3,
      duplicates: 1,
      allZero: 1,
      zeroShare: 3 / 18,
    });
  });

  it('copies every bit of every vector, whatever the order of the file', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.float({ noNaN: true, min: -LARGEST, max: LARGEST })),
        fc.infiniteStream(fc.nat()),
        async (count, dim, floats, order) => {
          const vectors = Array.from({ length: count }, (_, i): [string, number[]] => [
            `p${String(i).padStart(3, '0')}`,
            Array.from({ length: dim }, () => floats.next().value as number),
          ]);
          const keyed = vectors.map((entry) => ({ entry, key: order.next().value as number }));
          const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ entry }) => entry);
          const workspace = temporaryFolder();
          const input = shopInput({
            ratings: ratingsCsv(vectors.map(([id]) => `u,${id},1,1\n`).join('')),
            features: {
              path: writeInput(temporaryFolder(), 'f.b', imageFeatureBytes(shuffled)),
              dim,
            },
            rules: anyCount,
          });
          await ingestInto(input, workspace);
          expect(await storedFeatures(workspace, 'features/shop.npy')).to.deep.equal(
            vectors.map(([, vector]) => vector),
          );
        },
      ),
      { numRuns: 12 },
    )).timeout(60_000);
});
