import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError } from '../../src/errors.js';
import { topK } from '../../src/evaluation/top-k.js';
import { memoryTable } from '../../src/evaluation/vector-table.js';
import { rejection } from '../support/rejection.js';

describe('topK', () => {
  it('agrees with sorting all scores, ties by lower product index', async () => {
    const whole = fc.integer({ min: -2, max: 2 });
    const input = fc.record({
      user: fc.array(whole, { minLength: 3, maxLength: 3 }),
      products: fc.array(fc.tuple(whole, whole, whole), { minLength: 1, maxLength: 50 }),
      k: fc.integer({ min: 0, max: 60 }),
    });
    const property = fc.asyncProperty(input, async ({ user, products, k }) => {
      const isCandidate = (product: number) => product % 5 !== 2;
      const table = memoryTable(Float32Array.from(products.flat()), 3);
      const best = await topK({ user: Float32Array.from(user), products: table, k, isCandidate });
      const expected = products
        .map((vector, productIndex) => ({
          productIndex,
          score: vector.reduce((sum, value, d) => sum + value * user[d]!, 0),
        }))
        .filter(({ productIndex }) => isCandidate(productIndex))
        .sort((a, b) => b.score - a.score || a.productIndex - b.productIndex)
        .slice(0, k);
      expect(best).to.deep.equal(expected);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('goes on over several blocks', async () => {
    const dim = 4096;
    const products = {
      rows: 700,
      dim,
      read: (start: number, count: number) =>
        Float32Array.from({ length: count * dim }, (_, i) => (start + Math.floor(i / dim)) % 600),
    };
    const user = new Float32Array(dim);
    user[dim - 1] = 1;
    const best = await topK({ user, products, k: 3, isCandidate: () => true });
    expect(best).to.deep.equal([
      { productIndex: 599, score: 599 },
      { productIndex: 598, score: 598 },
      { productIndex: 597, score: 597 },
    ]);
  });

  it('refuses a user vector of another dimension or with NaN', async () => {
    const products = memoryTable(new Float32Array(6), 3);
    const run = (user: Float32Array) => topK({ user, products, k: 1, isCandidate: () => true });
    expect((await rejection(run(new Float32Array(2)), InputDataError)).message).to.match(/2 dim/);
    await rejection(run(Float32Array.of(1, NaN, 1)), InputDataError);
  });
});
