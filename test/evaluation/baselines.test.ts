import { expect } from 'chai';
import { productWeightsScorer } from '../../src/evaluation/baselines/product-weights.js';
import { popularityBaseline } from '../../src/evaluation/baselines/popularity.js';
import { randomBaseline } from '../../src/evaluation/baselines/random.js';
import type { Scorer } from '../../src/evaluation/baselines/scorer.js';
import { wboiBaseline } from '../../src/evaluation/baselines/wboi.js';
import {
  wboiCentredBaseline,
  wboiStandardizedBaseline,
} from '../../src/evaluation/baselines/wboi-centred.js';
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

describe('WBOI around the mean product', () => {
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

  type Baseline = typeof wboiCentredBaseline;
  const BASELINES = { centred: wboiCentredBaseline, standardized: wboiStandardizedBaseline };

  const scores = async (baseline: Baseline, features: Float32Array): Promise<number[]> => {
    const scorer = await baseline({
      ...{ numUsers: 3, train },
      features: memoryTable(features, DIM),
    });
    const products = Array.from({ length: NUM_PRODUCTS }, (_, product) => product);
    return Promise.all(products.map((product) => score(scorer, 1, product)));
  };
  const expectClose = (actual: number[], expected: number[]): void =>
    actual.forEach((value, i) => expect(value).to.be.closeTo(expected[i]!, 1e-3));

  for (const [name, baseline] of Object.entries(BASELINES)) {
    it(`does not change when the same is added to all features (${name})`, async () => {
      const moved = values.map((value, at) => value + 10 * (at % DIM));
      expectClose(await scores(baseline, moved), await scores(baseline, values));
    });

    it(`looks at warm products alone (${name})`, async () => {
      const otherCold = values.map((value, at) => (at < 30 * DIM ? value : value + 3));
      const warm = (all: number[]): number[] => all.slice(0, 30);
      const expected = await scores(baseline, values);
      expectClose(warm(await scores(baseline, otherCold)), warm(expected));
    });

    it(`has no opinion where nothing is warm (${name})`, async () => {
      const nothing = { userIndex: new Uint32Array(), productIndex: new Uint32Array() };
      const scorer = await baseline({
        ...{ numUsers: 1, train: { ...nothing, rating: new Float32Array() } },
        features: memoryTable(values, DIM),
      });
      expect(await score(scorer, 0, 1)).to.equal(0);
      expect((await rows(scorer.products)).every(Number.isFinite)).to.equal(true);
    });
  }

  it('does not change when a dimension is scaled, if standardized; centred it counts for more', async () => {
    const scaled = values.map((value, at) => value * 2 ** (at % DIM));
    const { centred, standardized } = BASELINES;
    expectClose(await scores(standardized, scaled), await scores(standardized, values));
    const [before, after] = [await scores(centred, values), await scores(centred, scaled)];
    expect(after[0]! / before[0]!).not.to.be.closeTo(after[1]! / before[1]!, 1e-3);
  });

  it('leaves out what is the same for all warm products, if standardized', async () => {
    const constant = (cold: number) =>
      values.map((value, at) => (at % DIM === 2 ? (at < 30 * DIM ? 7.1 : cold) : value));
    const standardized = (cold: number) => scores(wboiStandardizedBaseline, constant(cold));
    expectClose(await standardized(-100), await standardized(7.1));
  });

  it('is the cosine of differences from the mean, if centred', async () => {
    // The mean is (3, 2); user 0 bought the first product, which is (2, 0) from it.
    const features = memoryTable(Float32Array.of(5, 2, 1, 2, 3, 5, 3, -1), 2);
    const bought = { userIndex: Uint32Array.of(0, 1, 1, 1), rating: new Float32Array(4).fill(1) };
    const scorer = await wboiCentredBaseline({
      ...{ numUsers: 2, train: { ...bought, productIndex: Uint32Array.of(0, 1, 2, 3) } },
      features,
    });
    const ofUser0 = [0, 1, 2, 3].map((product) => score(scorer, 0, product));
    expect(await Promise.all(ofUser0)).to.deep.equal([2, -2, 0, 0]);
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
