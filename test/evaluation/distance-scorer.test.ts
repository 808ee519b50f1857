import { expect } from 'chai';
import fc from 'fast-check';
import { distanceScorer } from '../../src/evaluation/distance-scorer.js';

const DIM = 3;
const rows = fc
  .array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 6, maxLength: 12 })
  .map((values) => Float32Array.from(values.slice(0, values.length - (values.length % DIM))));

describe('distanceScorer', () => {
  it('has negative squared distances as dot products', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (users, products) => {
        const scorer = distanceScorer({ users, products, dim: DIM });
        expect(scorer.users.dim).to.equal(scorer.products.dim);
        for (let u = 0; u < scorer.users.rows; u++) {
          for (let p = 0; p < scorer.products.rows; p++) {
            const user = await scorer.users.read(u, 1);
            const product = await scorer.products.read(p, 1);
            const dot = user.reduce((sum, value, i) => sum + value * product[i]!, 0);
            let distance = 0;
            for (let d = 0; d < DIM; d++) {
              distance += (users[u * DIM + d]! - products[p * DIM + d]!) ** 2;
            }
            expect(dot).to.be.closeTo(-distance, 1e-4);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
