import { expect } from 'chai';
import { popularityBaseline } from '../../src/evaluation/baselines/popularity.js';
import { randomBaseline } from '../../src/evaluation/baselines/random.js';
import type { Scorer } from '../../src/evaluation/baselines/scorer.js';
import { wboiBaseline } from '../../src/evaluation/baselines/wboi.js';
import { memoryTable, type VectorTable } from '../../src/evaluation/vector-table.js';

const rows = async (table: VectorTable) => [...(await table.read(0, table.rows))];

async function score({ users, products }: Scorer, user: number, product: number): Promise<number> {
  const u = await users.read(user, 1);
  const p = await products.read(product, 1);
  return u.reduce((sum, value, d) => sum + value * p[d]!, 0);
}

describe('popularityBaseline', () => {
  it('scores a product by its number of training edges', async () => {
    const train = { productIndex: Uint32Array.of(2, 0, 2) };
    const scorer = popularityBaseline({ numUsers: 2, numProducts: 4, train });
    const scores = await Promise.all([0, 1, 2, 3].map((product) => score(scorer, 1, product)));
    expect(scores).to.deep.equal([1, 0, 2, 0]);
  });
});

describe('randomBaseline', () => {
  it('gives unit vectors that depend on the seed alone', async () => {
    const options = { numUsers: 3, numProducts: 5, dim: 7, seed: 11 };
    const scorer = randomBaseline(options);
    expect(scorer.users).to.include({ rows: 3, dim: 7 });
    const vectors = await rows(scorer.products);
    for (let p = 0; p < 5; p++) {
      const squares = vectors.slice(7 * p, 7 * p + 7).reduce((sum, value) => sum + value ** 2, 0);
      expect(squares).to.be.closeTo(1, 1e-6);
    }
    expect(await rows(randomBaseline(options).products)).to.deep.equal(vectors);
    expect(await rows(randomBaseline({ ...options, seed: 12 }).products)).not.to.deep.equal(
      vectors,
    );
  });
});

describe('wboiBaseline', () => {
  const features = memoryTable(Float32Array.of(2, 0, 0, 3, 4, 3), 2);

  it('makes a user the rating-weighted sum of features; products are normalised', async () => {
    const train = {
      userIndex: Uint32Array.of(0, 0, 2, 2, 2),
      productIndex: Uint32Array.of(0, 1, 0, 1, 2),
      rating: Float32Array.of(5, 2, NaN, -1, 0),
    };
    const { users, products } = wboiBaseline({ numUsers: 3, train, features });
    expect(await rows(users)).to.deep.equal([10, 6, 0, 0, 2, 0]);
    expect([...(await users.read(2, 1))]).to.deep.equal([2, 0]);
    expect(await rows(products)).to.deep.equal([...Float32Array.of(1, 0, 0, 1, 0.8, 0.6)]);
  });
});
