import { expect } from 'chai';
import { productWeightsScorer } from '../../src/evaluation/baselines/product-weights.js';
import { popularityBaseline } from '../../src/evaluation/baselines/popularity.js';
import { randomBaseline } from '../../src/evaluation/baselines/random.js';
import type { Scorer } from '../../src/evaluation/baselines/scorer.js';
import { wboiBaseline } from '../../src/evaluation/baselines/wboi.js';
import { wboiCentredBaseline } from '../../src/evaluation/baselines/wboi-centred.js';
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

describe('wboiCentredBaseline', () => {
  const NUM_PRODUCTS = 40;
  const DIM = 6;
  // Products 30 .. 39 are cold.
  const train = {
    userIndex: Uint32Array.from({ length: 30 }, (_, i) => i % 3),
    productIndex: Uint32Array.from({ length: 30 }, (_, i) => i),
    rating: new Float32Array(30).fill(1),
  };
  const values = Float32Array.from(
    { length: NUM_PRODUCTS * DIM },
    (_, at) => Math.sin(at * at) * (1 + (at % DIM)),
  );

  const scores = async (features: Float32Array): Promise<number[]> => {
    const scorer = await wboiCentredBaseline({
      ...{ numUsers: 3, train },
      features: memoryTable(features, DIM),
    });
    const products = Array.from({ length: NUM_PRODUCTS }, (_, product) => product);
    return Promise.all(products.map((product) => score(scorer, 1, product)));
  };
  const expectClose = (actual: number[], expected: number[]): void =>
    actual.forEach((value, i) => expect(value).to.be.closeTo(expected[i]!, 1e-3));

  it('does not change when the same is added to all features, or a dimension is scaled', async () => {
    const expected = await scores(values);
    expectClose(await scores(values.map((value, at) => value + 10 * (at % DIM))), expected);
    expectClose(await scores(values.map((value, at) => value * 2 ** (at % DIM))), expected);
  });

  it('looks at warm products alone, and leaves out what is the same for all of them', async () => {
    const constant = (cold: number) =>
      values.map((value, at) => (at % DIM === 2 ? (at < 30 * DIM ? 7.1 : cold) : value));
    expectClose(await scores(constant(-100)), await scores(constant(7.1)));
  });

  it('has no opinion where nothing is warm', async () => {
    const nothing = { userIndex: new Uint32Array(), productIndex: new Uint32Array() };
    const scorer = await wboiCentredBaseline({
      ...{ numUsers: 1, train: { ...nothing, rating: new Float32Array() } },
      features: memoryTable(values, DIM),
    });
    const read = [...(await rows(scorer.users)), ...(await rows(scorer.products))];
    expect(read.every((value) => value === 0)).to.equal(true);
  });
});

describe('productWeightsScorer', () => {
  // Products 1, 3 and 4 of 6 are warm; row = product that is scored.
  const weights = memoryTable(Float32Array.of(0, 2, 3, 4, 0, 5, 6, 7, 0), 3);
  const scorer = productWeightsScorer({
    numProducts: 6,
    warm: Uint32Array.of(1, 3, 4),
    owned: { offsets: Uint32Array.of(0, 0, 2), products: Uint32Array.of(1, 4) },
    weights,
  });

  it('sums the weights of a product from those that the user bought', async () => {
    const ofUser = (user: number) =>
      Promise.all([0, 1, 2, 3, 4, 5].map((product) => score(scorer, user, product)));
    expect(await ofUser(0)).to.deep.equal([0, 0, 0, 0, 0, 0]);
    expect(await ofUser(1)).to.deep.equal([0, 3, 0, 9, 6, 0]);
  });

  it('reads any part of its tables', async () => {
    expect(await rows(scorer.users)).to.deep.equal([0, 0, 0, 1, 0, 1]);
    expect([...(await scorer.products.read(2, 2))]).to.deep.equal([0, 0, 0, 4, 0, 5]);
    expect([...(await scorer.products.read(5, 1))]).to.deep.equal([0, 0, 0]);
  });
});
