import { expect } from 'chai';
import fc from 'fast-check';
import type { IngestReport } from '../../src/datasets/ingest/ingest-report.js';
import { ingestInto, ratingsCsv, storedRatings } from '../support/ingested.js';
import { shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

/** The products of `shopInput` with a feature, and two without. */
const PRODUCTS = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'x0', 'x1'];

interface Line {
  user: string;
  product: string;
  rating: number;
  seconds: number | null;
}

const line: fc.Arbitrary<Line> = fc.record({
  user: fc.integer({ min: 0, max: 6 }).map((user) => `u${user}`),
  product: fc.constantFrom(...PRODUCTS),
  rating: fc.integer({ min: 1, max: 1000 }),
  seconds: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
});

type Counts = Pick<IngestReport, 'ratings' | 'users'>;

/** The rules said once more, one record at a time. */
function expected(lines: readonly Line[], minProducts: number): { rows: unknown[][] } & Counts {
  const latest = new Map<string, Line>();
  for (const entry of lines) {
    const pair = `${entry.user} ${entry.product}`;
    const before = latest.get(pair);
    if (before === undefined || (entry.seconds ?? -1) >= (before.seconds ?? -1)) {
      latest.set(pair, entry);
    }
  }
  const featured = [...latest.values()].filter(({ product }) => product.startsWith('p'));
  const kept = featured.filter(
    ({ user }) => featured.filter((other) => other.user === user).length >= minProducts,
  );
  const numUsers = new Set(lines.map(({ user }) => user)).size;
  const keptUsers = new Set(kept.map(({ user }) => user)).size;
  const byId = (a: Line, b: Line): number =>
    `${a.user} ${a.product}` < `${b.user} ${b.product}` ? -1 : 1;
  return {
    rows: kept.sort(byId).map(({ user, product, rating, seconds }) => {
      const time = seconds === null ? null : new Date(1000 * seconds).toISOString();
      return [user, product, rating, time];
    }),
    ratings: {
      read: lines.length,
      outsideCategory: 0,
      duplicates: lines.length - latest.size,
      withoutFeature: latest.size - featured.length,
      ofDroppedUsers: featured.length - kept.length,
      kept: kept.length,
    },
    users: {
      read: numUsers,
      outsideCategory: 0,
      belowMinimum: numUsers - keptUsers,
      kept: keptUsers,
    },
  };
}

describe('rules of an ingest, whatever the ratings', () => {
  it('keep, merge and drop what they say', async () => {
    const lines = fc.array(line, { minLength: 1, maxLength: 60 });
    const minimum = fc.integer({ min: 1, max: 4 });
    await fc.assert(
      fc.asyncProperty(lines, minimum, async (ratings, minProducts) => {
        const { rows, ...counts } = expected(ratings, minProducts);
        fc.pre(rows.length > 0);
        const text = ratings.map(
          ({ user, product, rating, seconds }) => `${user},${product},${rating},${seconds ?? ''}\n`,
        );
        const rules = { minProducts, keepUnrated: false, requireFeatures: false };
        const workspace = temporaryFolder();
        const input = shopInput({ ratings: ratingsCsv(text.join('')), rules });
        const { report } = await ingestInto(input, workspace);
        expect(await storedRatings(workspace)).to.deep.equal(rows);
        expect({ ratings: report.ratings, users: report.users }).to.deep.equal(counts);
      }),
      { numRuns: 12 },
    );
  });
});
