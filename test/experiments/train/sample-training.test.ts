import { expect } from 'chai';
import { sampleTraining } from '../../../src/experiments/train/sample-training.js';
import { RelatedPairSampler } from '../../../src/sampling/related-pairs.js';
import type { Sampler } from '../../../src/sampling/sampler.js';
import { TripleSampler } from '../../../src/sampling/triples.js';
import { anyPurchases } from '../../support/training-purchases.js';

const purchases = anyPurchases(60, 50, 500, 1);
const triples = new TripleSampler(purchases, 1);
const pairs = new RelatedPairSampler(purchases, 1);

/** Samples in each chunk of one epoch. */
async function chunksOf(sampler: Sampler, batchSize: number): Promise<number[]> {
  const { stream } = sampleTraining(sampler, { numEpochs: 1, batchSize, seed: 1 });
  const sizes: number[] = [];
  if (stream.kind !== 'samples') throw new TypeError('Not samples.');
  for await (const { numSamples } of stream.from({ epoch: 0, chunkIndex: 0 })) {
    sizes.push(numSamples);
  }
  return sizes;
}

describe('the training of a baseline', () => {
  it('has chunks of whole batches', async () => {
    expect(await chunksOf(triples, 8)).to.deep.equal([160, 160, 160, 20]);
    expect(await chunksOf(triples, 1024)).to.deep.equal([500]);
  });

  it('never parts a related pair from its unrelated one', async () => {
    const sizes = await chunksOf(pairs, 7);
    for (const size of sizes) expect(size % 2).to.equal(0);
    expect(sizes.reduce((sum, size) => sum + size)).to.equal(2 * pairs.edges.length);
  });

  it('counts the steps of all epochs', () => {
    const { numSteps } = sampleTraining(triples, { numEpochs: 3, batchSize: 64, seed: 1 });
    expect(numSteps).to.equal(3 * Math.ceil(500 / 64));
  });

  it('keeps messages below the limit of gRPC, whatever the batch', async () => {
    const many: Sampler = {
      edges: Uint32Array.from({ length: 400_000 }, (_, edge) => edge),
      samplesPerEdge: 1,
      draw: () => undefined,
    };
    const sizes = await chunksOf(many, 1_048_576);
    expect(Math.max(...sizes) * 12).to.be.at.most(4 << 20);
  });
});
