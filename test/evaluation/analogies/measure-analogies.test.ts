import { expect } from 'chai';
import { answerAnalogies } from '../../../src/evaluation/analogies/answer-analogies.js';
import { measureAnalogies } from '../../../src/evaluation/analogies/measure-analogies.js';
import { recommendationQueries } from '../../../src/evaluation/analogies/recommendation-queries.js';
import { sampleAnalogies } from '../../../src/evaluation/analogies/sample-analogies.js';
import { NO_PRODUCT } from '../../../src/evaluation/nearest/nearest-products.js';
import { RandomStream } from '../../../src/random.js';

const NUM_USERS = 6;
const NUM_SORTS = 7;
const DIM = NUM_USERS + NUM_SORTS;

/**
 * A linear world: user u is a direction, each sort of product another, and product (u, s) is their sum. Every
 * user bought one product of each sort, so X_(u1, s) - X_u1 + X_u2 = X_(u2, s) exactly.
 */
const space = { dim: DIM, users: new Float32Array(NUM_USERS * DIM), products: productRows() };
const offsets = Uint32Array.from({ length: NUM_USERS + 1 }, (_, user) => user * NUM_SORTS);
const owned = {
  offsets,
  products: Uint32Array.from({ length: NUM_USERS * NUM_SORTS }, (_, p) => p),
};
for (let user = 0; user < NUM_USERS; user++) space.users[user * DIM + user] = 2;

function productRows(): Float32Array {
  const rows = new Float32Array(NUM_USERS * NUM_SORTS * DIM);
  for (let user = 0; user < NUM_USERS; user++) {
    for (let sort = 0; sort < NUM_SORTS; sort++) {
      const row = (user * NUM_SORTS + sort) * DIM;
      // More than the sort, so that products of one user are nearer than those of one sort.
      rows[row + user] = 2;
      rows[row + NUM_USERS + sort] = 1;
    }
  }
  return rows;
}

const queries = sampleAnalogies({
  train: owned,
  numQueries: 300,
  random: new RandomStream(1, 'test'),
});
const candidates = owned.products;

describe('answerAnalogies', () => {
  it('is exact in a linear world', async () => {
    const excluded = { offsets: new Uint32Array(301), products: new Uint32Array() };
    const best = await answerAnalogies({ space, queries, candidates, excluded, k: 1, threads: 1 });
    const expected = Array.from(
      queries.secondUser,
      (user, query) => user * NUM_SORTS + (queries.product[query]! % NUM_SORTS),
    );
    expect([...best]).to.deep.equal(expected);
  });

  it('finds candidates alone', async () => {
    const some = candidates.filter((product) => product % 2 === 1);
    const excluded = { offsets: new Uint32Array(301), products: new Uint32Array() };
    const found = await answerAnalogies({
      ...{ space, queries, candidates: some, excluded, k: 3, threads: 1 },
    });
    expect(found.every((product) => product % 2 === 1)).to.equal(true);
  });
});

describe('measureAnalogies', () => {
  const precisionOf = async (heldOut: Uint32Array) => {
    const measures = await measureAnalogies({
      ...{ space, queries, candidates, owned, heldOut, threads: 1 },
    });
    return Object.fromEntries(
      measures.map(({ definition, precision, numQueries }) => [
        definition,
        { precision, numQueries },
      ]),
    );
  };

  it('finds the five nearest products to be those of u2 in a linear world', async () => {
    const none = new Uint32Array(NUM_USERS).fill(NO_PRODUCT);
    const found = await precisionOf(none);
    expect(found['owned-share']).to.deep.equal({ precision: 1, numQueries: 300 });
    expect(found['owned-any']!.precision).to.equal(1);
    expect(found['held-out-any']).to.deep.equal({ precision: NaN, numQueries: 0 });
  });

  it('counts the held-out product once the others of u2 are out of the way', async () => {
    const first = Uint32Array.from({ length: NUM_USERS }, (_, user) => user * NUM_SORTS);
    const found = await precisionOf(first);
    const asked = queries.product.filter((p1, query) => p1 !== first[queries.secondUser[query]!]);
    // The only product of u2 among the candidates.
    expect(found['held-out-any']).to.deep.equal({ precision: 1, numQueries: asked.length });
  });

  it('tells how often p1 itself comes back', async () => {
    // Users without a place of their own: the query is p1.
    const flat = { ...space, users: new Float32Array(NUM_USERS * DIM) };
    const heldOut = new Uint32Array(NUM_USERS).fill(NO_PRODUCT);
    const measures = await measureAnalogies({
      ...{ space: flat, queries, candidates, owned, heldOut, threads: 1 },
    });
    expect(measures.find(({ definition }) => definition === 'query-returned')!.precision).to.equal(
      1,
    );
  });
});

describe('recommendationQueries', () => {
  it('leaves out p1 and everything of u2 but the held-out product', () => {
    const two = {
      firstUser: Uint32Array.of(0, 0, 1, 0),
      product: Uint32Array.of(3, 9, 15, 14),
      secondUser: Uint32Array.of(1, 1, 2, 2),
    };
    const heldOut = Uint32Array.of(NO_PRODUCT, 9, 14);
    const kept = recommendationQueries({ queries: two, owned, heldOut });
    // The second query is about the held-out product itself, and so is the fourth.
    expect([...kept.queries.product]).to.deep.equal([3, 15]);
    expect([...kept.excluded.offsets]).to.deep.equal([0, 7, 13]);
    expect([...kept.excluded.products]).to.deep.equal([
      ...[3, 7, 8, 10, 11, 12, 13],
      ...[15, 16, 17, 18, 19, 20],
    ]);
  });
});
