import { expect } from 'chai';
import fc from 'fast-check';
import { productsPerBlock } from '../../../src/evaluation/product-blocks.js';
import { rankPairs } from '../../../src/evaluation/ranking/rank-pairs.js';
import type { RankCounts, RankPairsOptions } from '../../../src/evaluation/ranking/rank-options.js';
import { memoryTable } from '../../../src/evaluation/vector-table.js';
import { RandomStream } from '../../../src/random.js';

/** Enough for screening, and few enough for none. */
const MANY = 300;
const FEW = 100;

type Entry = (random: RandomStream, row: number, column: number) => number;

/** Vectors that rounding to integers has trouble with. */
const KINDS: Record<string, Entry> = {
  'of any direction': (random) => random.normal(),
  'that are all alike': (random, _, column) => Math.sin(column) + 1e-7 * random.normal(),
  'of a few whole numbers': (random) => random.below(3) - 1,
  'of very different lengths': (random, row) => random.normal() * 10 ** -(row % 12),
  'with one large column': (random, _, column) => random.normal() * (column === 0 ? 1000 : 1),
  'too short for products of float32': (random) => random.normal() * 1e-22,
  'too long to be squared in float32': (random) => random.normal() * 1e17,
  'of which many are zero': (random, row) => (row % 3 === 0 ? 0 : random.normal()),
  'with a single entry each': (random, row, column) => (row % 7 === column ? random.float() : 0),
};

interface Size {
  readonly dim: number;
  readonly numProducts: number;
  readonly seed: number;
}

function randomOptions(entry: Entry, { dim, numProducts, seed }: Size): RankPairsOptions {
  const random = new RandomStream(seed, 'screening');
  const table = (rows: number) => {
    const at = (i: number) => entry(random, Math.floor(i / dim), i % dim);
    return memoryTable(
      Float32Array.from({ length: rows * dim }, (_, i) => at(i)),
      dim,
    );
  };
  return {
    pairs: {
      userIndex: Uint32Array.from({ length: MANY }, (_, i) => i % 150),
      productIndex: Uint32Array.from({ length: MANY }, () => random.below(numProducts)),
    },
    owned: { offsets: new Uint32Array(151), products: new Uint32Array() },
    groups: Uint8Array.from({ length: numProducts }, () => random.below(2)),
    users: table(150),
    products: table(numProducts),
    threads: 2,
  };
}

/** Ranks a few pairs at a time, which is done in float32 alone. */
async function rankInParts(options: RankPairsOptions): Promise<RankCounts> {
  const parts: RankCounts[] = [];
  for (let first = 0; first < MANY; first += FEW) {
    const part = (values: Uint32Array) => values.slice(first, first + FEW);
    const { userIndex, productIndex } = options.pairs;
    const pairs = { userIndex: part(userIndex), productIndex: part(productIndex) };
    parts.push(await rankPairs({ ...options, pairs, threads: 1 }));
  }
  const joined = (kind: keyof RankCounts, group: 0 | 1) =>
    Uint32Array.from(parts.flatMap((part) => [...part[kind][group]]));
  const both = (kind: keyof RankCounts) => [joined(kind, 0), joined(kind, 1)] as const;
  return { below: both('below'), tied: both('tied'), candidates: both('candidates') };
}

describe('screening', () => {
  for (const [kind, entry] of Object.entries(KINDS)) {
    it(`counts what float32 counts, for vectors ${kind}`, async () => {
      const cases = fc.record({ dim: fc.integer({ min: 1, max: 40 }), seed: fc.nat() });
      const property = fc.asyncProperty(cases, async ({ dim, seed }) => {
        const options = randomOptions(entry, { dim, numProducts: 500, seed });
        expect(await rankPairs(options)).to.deep.equal(await rankInParts(options));
      });
      await fc.assert(property, { numRuns: 4 });
    });
  }

  it('counts what float32 counts, over several blocks of products of different lengths', async () => {
    const dim = 1024;
    const productsOfBlock = 1000;
    const entry: Entry = (random, row) =>
      random.normal() * 4 ** (Math.floor(row / productsOfBlock) % 3);
    const options = randomOptions(entry, { dim, numProducts: 4 * productsOfBlock, seed: 1 });
    expect(productsPerBlock(options.products)).to.be.within(productsOfBlock, 2 * productsOfBlock);
    expect(await rankPairs(options)).to.deep.equal(await rankInParts(options));
  });
});
