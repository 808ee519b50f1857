import { expect } from 'chai';
import fc from 'fast-check';
import { distanceScorer, type PlacedRows } from '../../src/evaluation/distance-scorer.js';

const DIM = 3;
const rows = fc
  .array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 6, maxLength: 12 })
  .map((values) => Float32Array.from(values.slice(0, values.length - (values.length % DIM))));

/** Asserts that each score, in 32 bits as the kernels compute it, is the distance in 64. */
async function expectDistances({ users, products, dim }: PlacedRows): Promise<void> {
  const scorer = distanceScorer({ users, products, dim });
  expect(scorer.users.dim).to.equal(scorer.products.dim);
  for (let u = 0; u < scorer.users.rows; u++) {
    for (let p = 0; p < scorer.products.rows; p++) {
      const user = await scorer.users.read(u, 1);
      const product = await scorer.products.read(p, 1);
      const dot = user.reduce((sum, value, i) => Math.fround(sum + value * product[i]!), 0);
      let distance = 0;
      for (let d = 0; d < dim; d++) distance += (users[u * dim + d]! - products[p * dim + d]!) ** 2;
      expect(dot).to.be.closeTo(-distance, 1e-4);
    }
  }
}

describe('distanceScorer', () => {
  it('has negative squared distances as dot products', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, (users, products) =>
        expectDistances({ users, products, dim: DIM }),
      ),
      { numRuns: 50 },
    );
  });

  it('loses no digits to what all rows have in common', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, (users, products) =>
        expectDistances({
          users: users.map((value) => value + 1e3),
          products: products.map((value) => value + 1e3),
          dim: DIM,
        }),
      ),
      { numRuns: 50 },
    );
  });
});
