import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError, RunCancelledError } from '../../../src/errors.js';
import {
  nearestProducts,
  NO_PRODUCT,
  type NearestProductsOptions,
} from '../../../src/evaluation/nearest/nearest-products.js';
import { memoryTable } from '../../../src/evaluation/vector-table.js';
import { RandomStream } from '../../../src/random.js';
import { rejection } from '../../support/rejection.js';

interface Case {
  queries: number[][];
  products: number[][];
  excluded: number[][];
  k: number;
}

async function search(
  { queries, products, excluded, k }: Case,
  more?: Partial<NearestProductsOptions>,
) {
  const offsets = Uint32Array.from({ length: queries.length + 1 }, (_, query) =>
    excluded.slice(0, query).reduce((sum, list) => sum + list.length, 0),
  );
  const { products: found } = await nearestProducts({
    ...{ vectors: Float32Array.from(queries.flat()), dim: 3, k, threads: 1 },
    products: memoryTable(Float32Array.from(products.flat()), 3),
    excluded: { offsets, products: Uint32Array.from(excluded.flat()) },
    ...more,
  });
  return found;
}

/** What sorting all scores gives; ties by lower product index. */
function searchBySorting({ queries, products, excluded, k }: Case): number[] {
  return queries.flatMap((query, i) => {
    const best = products
      .map((vector, product) => ({
        product,
        score: vector.reduce((sum, value, d) => sum + value * query[d]!, 0),
      }))
      .filter(({ product }) => !excluded[i]!.includes(product))
      .sort((a, b) => b.score - a.score || a.product - b.product)
      .map(({ product }) => product);
    return Array.from({ length: k }, (_, rank) => best[rank] ?? NO_PRODUCT);
  });
}

/** Whole numbers, whose scores are exact and often tie. */
function randomCase(numQueries: number, numProducts: number, k: number, seed: number): Case {
  const random = new RandomStream(seed, 'nearest-case');
  const vectors = (count: number) =>
    Array.from({ length: count }, () => Array.from({ length: 3 }, () => random.below(9) - 4));
  const everyFifth = () =>
    Array.from({ length: numProducts }, (_, p) => p).filter(() => random.below(5) === 0);
  return {
    queries: vectors(numQueries),
    products: vectors(numProducts),
    excluded: Array.from({ length: numQueries }, everyFifth),
    k,
  };
}

describe('nearestProducts', () => {
  it('agrees with sorting all scores', async () => {
    const sizes = fc.tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 8 }),
      fc.nat(),
    );
    const property = fc.asyncProperty(sizes, async (size) => {
      const input = randomCase(...size);
      expect([...(await search(input))]).to.deep.equal(searchBySorting(input));
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('does not depend on the number of threads', async () => {
    const input = randomCase(70, 1500, 6, 1);
    const expected = searchBySorting(input);
    for (const threads of [1, 3]) {
      expect([...(await search(input, { threads }))]).to.deep.equal(expected);
    }
  });

  it('goes on over several blocks', async () => {
    const dim = 4096;
    const value = (product: number) => product % 600;
    const done: number[] = [];
    const nearest = await nearestProducts({
      ...{ dim, k: 3, threads: 1, vectors: new Float32Array(dim).fill(1) },
      excluded: { offsets: Uint32Array.of(0, 1), products: Uint32Array.of(598) },
      products: {
        rows: 700,
        dim,
        read: (start, count) =>
          Float32Array.from({ length: count * dim }, (_, i) => value(start + Math.floor(i / dim))),
      },
      onProgress: (productsDone) => done.push(productsDone),
    });
    expect([...nearest.products]).to.deep.equal([599, 597, 596]);
    expect([...nearest.scores]).to.deep.equal([599, 597, 596].map((score) => score * dim));
    expect(done).to.have.length.above(1);
    expect(done.at(-1)).to.equal(700);
  });

  it('refuses queries of another dimension or with NaN', async () => {
    const input = randomCase(2, 5, 2, 1);
    const wide = memoryTable(new Float32Array(8), 4);
    await rejection(search(input, { products: wide }), InputDataError);
    input.queries[1]![2] = NaN;
    expect((await rejection(search(input), InputDataError)).message).to.include('Query 1');
  });

  it('stops when it is aborted', async () => {
    const input = randomCase(2, 5, 2, 1);
    await rejection(search(input, { signal: AbortSignal.abort() }), RunCancelledError);
  });
});
