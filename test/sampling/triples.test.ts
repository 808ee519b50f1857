import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError } from '../../src/errors.js';
import { samplesPerEpoch, streamSamples } from '../../src/sampling/stream-samples.js';
import { TripleSampler } from '../../src/sampling/triples.js';
import { anyPurchases, purchasesOf } from '../support/training-purchases.js';

async function triplesOf(sampler: TripleSampler, numEpochs = 1): Promise<number[][]> {
  const triples: number[][] = [];
  const options = { numEpochs, samplesPerChunk: 50, seed: 1 };
  for await (const { samples, numSamples } of streamSamples(sampler, options)) {
    for (let i = 0; i < numSamples; i++) triples.push([...samples.subarray(3 * i, 3 * i + 3)]);
  }
  return triples;
}

describe('TripleSampler', () => {
  it('gives every training edge once per epoch, with a warm product that its user does not have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 20, max: 150 }), async (seed, numEdges) => {
        const purchases = anyPurchases(15, 20, numEdges, seed);
        const { userIndex, productIndex } = purchases.train;
        const warm = new Set(productIndex);
        const bought = new Set(Array.from(userIndex, (user, i) => `${user} ${productIndex[i]}`));
        const triples = await triplesOf(new TripleSampler(purchases, seed));
        const edges = triples.map(([user, product]) => `${user} ${product}`);
        const gives = (user: number) => [...userIndex].filter((u) => u === user).length < warm.size;
        const expected = Array.from(userIndex.keys())
          .filter((edge) => gives(userIndex[edge]!))
          .map((edge) => `${userIndex[edge]} ${productIndex[edge]}`);
        expect(edges.sort()).to.deep.equal(expected.sort());
        for (const [user, , other] of triples) {
          expect(bought.has(`${user} ${other}`)).to.equal(false);
          expect(warm.has(other!)).to.equal(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('draws other products uniformly, anew in every epoch', async () => {
    // User 0 has product 0; products 1 to 4 are warm by user 1, product 5 is cold.
    const edges = [[0, 0], ...[1, 2, 3, 4].map((product) => [1, product])] as [number, number][];
    const purchases = purchasesOf(edges, { numUsers: 2, numProducts: 6 });
    const triples = await triplesOf(new TripleSampler(purchases, 5), 4000);
    const counts = [0, 0, 0, 0, 0, 0];
    for (const [user, , other] of triples) if (user === 0) counts[other!]!++;
    expect([counts[0], counts[5]]).to.deep.equal([0, 0]);
    for (const count of counts.slice(1, 5)) expect(count).to.be.within(880, 1120);
  });

  it('draws uniformly what is lacked by a user who has nearly everything', async () => {
    // User 0 lacks products 0, 5 and 19, which are warm by user 1; product 20 is cold.
    const lacked = [0, 5, 19];
    const has = Array.from({ length: 20 }, (_, product) => product).filter(
      (product) => !lacked.includes(product),
    );
    const edges = [
      ...has.map((product) => [0, product]),
      ...lacked.map((product) => [1, product]),
    ] as [number, number][];
    const purchases = purchasesOf(edges, { numUsers: 2, numProducts: 21 });
    const counts = new Map<number, number>();
    for (const [user, , other] of await triplesOf(new TripleSampler(purchases, 5), 200)) {
      if (user === 0) counts.set(other!, (counts.get(other!) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).to.deep.equal(lacked);
    for (const count of counts.values()) expect(count).to.be.within(1000, 1270);
  });

  it('leaves out users who have every product', async () => {
    const edges: [number, number][] = [
      [0, 0],
      [0, 1],
      [1, 1],
    ];
    const sampler = new TripleSampler(purchasesOf(edges, { numUsers: 2, numProducts: 3 }), 1);
    expect(samplesPerEpoch(sampler)).to.equal(1);
    expect(await triplesOf(sampler)).to.deep.equal([[1, 1, 0]]);
  });

  it('refuses purchases that leave nothing to rank', () => {
    const purchases = purchasesOf([[0, 0]], { numUsers: 1, numProducts: 2 });
    expect(() => new TripleSampler(purchases, 1))
      .to.throw(InputDataError)
      .with.property('code', 'NO_TRIPLES');
  });
});
