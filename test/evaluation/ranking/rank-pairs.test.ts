import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError, RunCancelledError, UsageError } from '../../../src/errors.js';
import { rankPairs, type RankPairsOptions } from '../../../src/evaluation/ranking/rank-pairs.js';
import { memoryTable, type VectorTable } from '../../../src/evaluation/vector-table.js';
import { RandomStream } from '../../../src/random.js';
import { rankByBruteForce, type RankCase } from '../../support/rank-oracle.js';
import { rejection } from '../../support/rejection.js';

interface Size {
  numUsers: number;
  numProducts: number;
  numPairs: number;
  dim: number;
  seed: number;
}

/**
 * A case with small whole numbers, whose scores are exact in float32 and often tie. Each user owns some
 * products, test products among them now and then.
 */
function randomCase({ numUsers, numProducts, numPairs, dim, seed }: Size): RankCase {
  const random = new RandomStream(seed, 'rank-case');
  const wholeNumbers = (length: number) => Float32Array.from({ length }, () => random.below(7) - 3);
  const lists = Array.from({ length: numUsers }, () =>
    Array.from({ length: numProducts }, (_, p) => p).filter(() => random.below(5) === 0),
  );
  const offsets = new Uint32Array(numUsers + 1);
  lists.forEach((list, user) => (offsets[user + 1] = offsets[user]! + list.length));
  return {
    pairs: {
      userIndex: Uint32Array.from({ length: numPairs }, () => random.below(numUsers)),
      productIndex: Uint32Array.from({ length: numPairs }, () => random.below(numProducts)),
    },
    owned: { offsets, products: Uint32Array.from(lists.flat()) },
    groups: Uint8Array.from({ length: numProducts }, () => random.below(2)),
    userVectors: wholeNumbers(numUsers * dim),
    productVectors: wholeNumbers(numProducts * dim),
    dim,
  };
}

function optionsFor(input: RankCase, overrides: Partial<RankPairsOptions> = {}): RankPairsOptions {
  const { pairs, owned, groups, userVectors, productVectors, dim } = input;
  const users = memoryTable(userVectors, dim);
  const products = memoryTable(productVectors, dim);
  return { pairs, owned, groups, users, products, threads: 1, ...overrides };
}

/** A table that answers later, as a file does, and remembers how much was read at once. */
function asyncTable(vectors: Float32Array, dim: number): VectorTable & { largest: number } {
  const table = memoryTable(vectors, dim);
  return {
    ...table,
    largest: 0,
    async read(start, count) {
      this.largest = Math.max(this.largest, count);
      await new Promise(setImmediate);
      return table.read(start, count);
    },
  };
}

describe('rankPairs', () => {
  it('counts exactly what brute force counts, ties and owned products included', async () => {
    const size = fc.record({
      numUsers: fc.integer({ min: 1, max: 12 }),
      numProducts: fc.integer({ min: 1, max: 40 }),
      numPairs: fc.integer({ min: 0, max: 20 }),
      dim: fc.integer({ min: 1, max: 11 }),
      seed: fc.nat(),
    });
    const property = fc.asyncProperty(size, async (values) => {
      const input = randomCase(values);
      expect(await rankPairs(optionsFor(input))).to.deep.equal(rankByBruteForce(input));
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('is exact for many rows on several threads', async () => {
    const input = randomCase({ numUsers: 150, numProducts: 700, numPairs: 333, dim: 13, seed: 5 });
    const expected = rankByBruteForce(input);
    for (const threads of [1, 2, 3]) {
      expect(await rankPairs(optionsFor(input, { threads }))).to.deep.equal(expected);
    }
  });

  it('is exact for 4,096 dimensions and more products than one block holds', async () => {
    const input = randomCase({ numUsers: 9, numProducts: 600, numPairs: 12, dim: 4096, seed: 6 });
    const products = asyncTable(input.productVectors, 4096);
    const users = asyncTable(input.userVectors, 4096);
    const counts = await rankPairs(optionsFor(input, { users, products, threads: 2 }));
    expect(counts).to.deep.equal(rankByBruteForce(input));
    expect(products.largest).to.be.below(300);
  });

  it('ranks real-valued vectors as double precision does when no scores are close', async () => {
    const random = new RandomStream(3, 'rank-real');
    const input = randomCase({ numUsers: 40, numProducts: 300, numPairs: 60, dim: 32, seed: 7 });
    input.userVectors = input.userVectors.map(() => random.normal());
    // Scores 0, 1, 2, ... times a user's positive factor, give or take the rounding.
    const order = random.shuffle(Uint32Array.from({ length: 300 }, (_, i) => i));
    for (let i = 0; i < input.userVectors.length; i += 32)
      input.userVectors[i] = 1 + random.float();
    input.productVectors = input.productVectors.map((_, i) =>
      i % 32 === 0 ? order[Math.floor(i / 32)]! : 0,
    );
    expect(await rankPairs(optionsFor(input))).to.deep.equal(rankByBruteForce(input));
  });

  it('never counts a product as below itself, whatever the vectors', async () => {
    const random = new RandomStream(4, 'rank-self');
    const vectors = Float32Array.from({ length: 50 * 100 }, () => random.normal());
    const twice = new Float32Array([...vectors, ...vectors]);
    const counts = await rankPairs({
      pairs: {
        userIndex: Uint32Array.from({ length: 100 }, (_, i) => i),
        productIndex: Uint32Array.from({ length: 100 }, (_, i) => i),
      },
      owned: { offsets: new Uint32Array(101), products: new Uint32Array() },
      groups: new Uint8Array(100),
      users: memoryTable(twice, 100),
      products: memoryTable(twice, 100),
      threads: 1,
    });
    // Each product has one exact copy, which ties.
    expect(new Set(counts.tied[0])).to.deep.equal(new Set([1]));
    expect(new Set(counts.below[0])).to.deep.equal(new Set([98]));
  });

  it('leaves no candidate to a user who owns everything', async () => {
    const input = randomCase({ numUsers: 1, numProducts: 3, numPairs: 1, dim: 2, seed: 1 });
    input.owned = { offsets: Uint32Array.of(0, 3), products: Uint32Array.of(0, 1, 2) };
    const { below, tied, candidates } = await rankPairs(optionsFor(input));
    for (const counts of [...below, ...tied, ...candidates]) expect([...counts]).to.deep.equal([0]);
  });

  it('reports progress up to the number of products', async () => {
    const input = randomCase({ numUsers: 5, numProducts: 600, numPairs: 5, dim: 4096, seed: 8 });
    const reports: number[] = [];
    await rankPairs(optionsFor(input, { onProgress: (done) => reports.push(done) }));
    expect(reports).to.have.length.above(1);
    expect(reports).to.deep.equal(reports.toSorted((a, b) => a - b));
    expect(reports.at(-1)).to.equal(600);
  });

  it('stops when it is aborted', async () => {
    const input = randomCase({ numUsers: 5, numProducts: 60, numPairs: 5, dim: 4, seed: 9 });
    const before = rankPairs(optionsFor(input, { signal: AbortSignal.abort() }));
    await rejection(before, RunCancelledError);
    const controller = new AbortController();
    const during = rankPairs(
      optionsFor(input, { signal: controller.signal, onProgress: () => controller.abort() }),
    );
    controller.abort();
    await rejection(during, RunCancelledError);
  });

  it('passes on a failure to read', async () => {
    const input = randomCase({ numUsers: 5, numProducts: 60, numPairs: 5, dim: 4, seed: 9 });
    const products = {
      ...memoryTable(input.productVectors, 4),
      read: () => Promise.reject(new RangeError('torn')),
    };
    await rejection(rankPairs(optionsFor(input, { products })), RangeError);
  });

  it('names vectors that are not finite', async () => {
    const input = randomCase({ numUsers: 2, numProducts: 9, numPairs: 5, dim: 3, seed: 2 });
    const broken = { ...input, productVectors: input.productVectors.slice() };
    broken.productVectors[7 * 3 + 1] = NaN;
    const inProduct = await rejection(rankPairs(optionsFor(broken)), InputDataError);
    expect(inProduct.message).to.equal('The vector of product index 7 is not finite.');
    input.userVectors.fill(Infinity);
    const inUser = await rejection(rankPairs(optionsFor(input)), InputDataError);
    expect(inUser.message).to.match(/vector of user index \d is not finite/);
  });

  it('says which inputs do not fit', async () => {
    const input = randomCase({ numUsers: 4, numProducts: 9, numPairs: 5, dim: 3, seed: 2 });
    const message = async (overrides: Partial<RankPairsOptions>) =>
      (await rejection(rankPairs(optionsFor(input, overrides)), InputDataError)).message;
    const { userVectors, pairs } = input;
    expect(await message({ users: memoryTable(userVectors, 1) })).to.match(/1 dimensions.* 3/);
    expect(await message({ groups: new Uint8Array(8) })).to.match(/9 product vectors but 8/);
    expect(await message({ groups: new Uint8Array(9).fill(2) })).to.match(/neither 0/);
    expect(await message({ pairs: { ...pairs, userIndex: Uint32Array.of(1) } })).to.match(/1 user/);
    const far = { userIndex: Uint32Array.of(0), productIndex: Uint32Array.of(9) };
    expect(await message({ pairs: far })).to.match(/Product index 9 is beyond the 9/);
    const twice = { offsets: Uint32Array.of(0, 2, 2, 2, 2), products: Uint32Array.of(4, 4) };
    expect(await message({ owned: twice })).to.match(/user index 0 are not ascending/);
    const short = { offsets: new Uint32Array(4), products: new Uint32Array() };
    expect(await message({ owned: short })).to.match(/do not match the number of users/);
    await rejection(rankPairs(optionsFor(input, { threads: 0 })), UsageError);
  });
});
