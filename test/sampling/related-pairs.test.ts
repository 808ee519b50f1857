import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError } from '../../src/errors.js';
import { RelatedPairSampler } from '../../src/sampling/related-pairs.js';
import type { Purchases } from '../../src/sampling/purchases.js';
import { streamSamples } from '../../src/sampling/stream-samples.js';
import { anyPurchases, purchasesOf } from '../support/training-purchases.js';

async function pairsOf(purchases: Purchases, seed = 1, numEpochs = 1): Promise<number[][]> {
  const pairs: number[][] = [];
  const sampler = new RelatedPairSampler(purchases, seed);
  const options = { numEpochs, samplesPerChunk: 50, seed };
  for await (const { samples, numSamples } of streamSamples(sampler, options)) {
    for (let i = 0; i < numSamples; i++) pairs.push([...samples.subarray(3 * i, 3 * i + 3)]);
  }
  return pairs;
}

function areRelated({ owned }: Purchases, a: number, b: number): boolean {
  return Array.from(owned.offsets.subarray(1), (end, user) =>
    owned.products.subarray(owned.offsets[user], end),
  ).some((products) => products.includes(a) && products.includes(b));
}

describe('RelatedPairSampler', () => {
  it('gives two products of one user, then two warm ones that nobody has both of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const purchases = anyPurchases(20, 40, 60, seed);
        const warm = new Set(purchases.train.productIndex);
        const pairs = await pairsOf(purchases, seed);
        pairs.forEach(([first, second, label], i) => {
          expect(label).to.equal(i % 2 === 0 ? 1 : 0);
          expect(first).not.to.equal(second);
          expect(areRelated(purchases, first!, second!)).to.equal(label === 1);
          expect(warm.has(first!) && warm.has(second!)).to.equal(true);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('starts one related pair at each purchase of a user with two or more', async () => {
    const edges = [[0, 0], [1, 1], [1, 2], ...Array.from({ length: 50 }, (_, i) => [2, 3 + i])] as [
      number,
      number,
    ][];
    const purchases = purchasesOf(edges, { numUsers: 3, numProducts: 53 });
    const related = (await pairsOf(purchases)).filter(([, , label]) => label === 1);
    const firsts = related.map(([first]) => first!).sort((a, b) => a - b);
    expect(firsts).to.deep.equal(Array.from({ length: 52 }, (_, i) => i + 1));
  });

  it('draws the partners uniformly, anew in every epoch', async () => {
    const edges: [number, number][] = [
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 4],
    ];
    const pairs = await pairsOf(purchasesOf(edges, { numUsers: 2, numProducts: 5 }), 3, 3000);
    const counts = [0, 0, 0, 0];
    for (const [first, second, label] of pairs) if (label === 1 && first === 0) counts[second!]!++;
    expect(counts[0]).to.equal(0);
    for (const count of counts.slice(1)) expect(count).to.be.within(880, 1120);
    const unrelated = new Set(pairs.filter(([, , label]) => label === 0).map(([a, b]) => a! + b!));
    // Product 4 with each of the others.
    expect([...unrelated].sort()).to.deep.equal([4, 5, 6, 7]);
  });

  it('refuses purchases without related or without unrelated pairs', () => {
    const alone = purchasesOf(
      [
        [0, 0],
        [1, 1],
      ],
      { numUsers: 2, numProducts: 2 },
    );
    expect(() => new RelatedPairSampler(alone, 1))
      .to.throw(InputDataError)
      .with.property('code', 'NO_RELATED_PAIRS');
    const together = purchasesOf(
      [
        [0, 0],
        [0, 1],
      ],
      { numUsers: 1, numProducts: 2 },
    );
    expect(() => new RelatedPairSampler(together, 1))
      .to.throw(InputDataError)
      .with.property('code', 'NO_UNRELATED_PAIRS');
  });
});
