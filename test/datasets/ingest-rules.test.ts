import { expect } from 'chai';
import { withCatalog } from '../../src/catalog/connection.js';
import { InputDataError } from '../../src/errors.js';
import { ingestInto, ratingsCsv } from '../support/ingested.js';
import { rejection } from '../support/rejection.js';
import { gridRatings, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

describe('rules of an ingest', () => {
  it('drops products without feature before it counts the products of a user', async () => {
    const workspace = temporaryFolder();
    const ratings = ratingsCsv(
      `${gridRatings(1, 5)}few,p0,1,1\nfew,p1,1,1\nfew,p2,1,1\nfew,p3,1,1\nfew,x1,1,1\nfew,x0,1,1\n`,
    );
    const { report } = await ingestInto(shopInput({ ratings }), workspace);
    expect(report.ratings).to.deep.equal({
      read: 11,
      outsideCategory: 0,
      duplicates: 0,
      withoutFeature: 2,
      ofDroppedUsers: 4,
      kept: 5,
    });
    expect(report.users).to.deep.equal({ read: 2, outsideCategory: 0, belowMinimum: 1, kept: 1 });
    expect(report.products).to.deep.equal({
      outsideCategory: 0,
      withoutFeature: 2,
      withoutFeatureIds: ['x0', 'x1'],
      unrated: 1,
      kept: 5,
    });
  });

  it('fails for products without feature when they are required, also on unchanged input', async () => {
    const workspace = temporaryFolder();
    const input = shopInput({ ratings: ratingsCsv(`${gridRatings(1, 5)}u0,x,1,1\n`) });
    await ingestInto(input, workspace);
    const strict = { ...input, rules: { ...input.rules, requireFeatures: true } };
    expect((await rejection(ingestInto(strict, workspace), InputDataError)).message).to.include(
      ': x',
    );
    expect(
      (await rejection(ingestInto(strict, temporaryFolder()), InputDataError)).message,
    ).to.include(': x');
  });

  it('keeps products that nobody rated when asked to', async () => {
    const workspace = temporaryFolder();
    const { dataset } = await ingestInto(
      shopInput({
        ratings: ratingsCsv(gridRatings(2, 5)),
        rules: { minProducts: 5, keepUnrated: true, requireFeatures: false },
      }),
      workspace,
    );
    expect(dataset.numProducts).to.equal(6);
    const counts = await withCatalog(workspace, 'read', (catalog) =>
      catalog.rows<{ n: number }>('SELECT num_ratings AS n FROM products ORDER BY product_index'),
    );
    expect(counts.map(({ n }) => n)).to.deep.equal([2, 2, 2, 2, 2, 0]);
  });

  it('says which rule left nothing', async () => {
    const few = shopInput({ ratings: ratingsCsv(gridRatings(4, 4)) });
    expect(
      (await rejection(ingestInto(few, temporaryFolder()), InputDataError)).message,
    ).to.include('no user has 5 or more products');
  });
});
