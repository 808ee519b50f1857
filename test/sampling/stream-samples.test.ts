import { expect } from 'chai';
import fc from 'fast-check';
import { RelatedPairSampler } from '../../src/sampling/related-pairs.js';
import type { Sampler } from '../../src/sampling/sampler.js';
import {
  samplesPerEpoch,
  streamSamples,
  type SampleChunk,
  type StreamSamplesOptions,
} from '../../src/sampling/stream-samples.js';
import { TripleSampler } from '../../src/sampling/triples.js';
import { anyPurchases } from '../support/training-purchases.js';

const purchases = anyPurchases(40, 30, 300, 7);
const SAMPLERS: Record<string, Sampler> = {
  triples: new TripleSampler(purchases, 3),
  'related pairs': new RelatedPairSampler(purchases, 3),
};

async function collect(
  sampler: Sampler,
  options: Partial<StreamSamplesOptions>,
): Promise<SampleChunk[]> {
  const chunks: SampleChunk[] = [];
  const all = { numEpochs: 2, samplesPerChunk: 64, seed: 3, ...options };
  for await (const chunk of streamSamples(sampler, all)) chunks.push(chunk);
  return chunks;
}

const numbersOf = (chunks: readonly SampleChunk[]) => chunks.flatMap(({ samples }) => [...samples]);

describe('streamSamples', () => {
  for (const [name, sampler] of Object.entries(SAMPLERS)) {
    describe(`of ${name}`, () => {
      it('counts chunks within each epoch', async () => {
        const chunks = await collect(sampler, {});
        const perEpoch = Math.ceil(samplesPerEpoch(sampler) / 64);
        expect(chunks).to.have.length(2 * perEpoch);
        chunks.forEach((chunk, i) => {
          expect(chunk).to.include({ epoch: Math.floor(i / perEpoch), chunkIndex: i % perEpoch });
          expect(chunk.lastOfEpoch).to.equal((i + 1) % perEpoch === 0);
          expect(chunk.samples).to.have.length(3 * chunk.numSamples);
          if (!chunk.lastOfEpoch) expect(chunk.numSamples).to.equal(64);
        });
      });

      it('is the same however it is cut into chunks', async () => {
        const whole = numbersOf(await collect(sampler, { samplesPerChunk: 100_000 }));
        for (const samplesPerChunk of [2, 34, 128]) {
          expect(numbersOf(await collect(sampler, { samplesPerChunk }))).to.deep.equal(whole);
        }
      });

      it('goes on from any cursor as the whole stream does', async () => {
        const whole = await collect(sampler, {});
        await fc.assert(
          fc.asyncProperty(fc.nat(whole.length - 1), async (position) => {
            const { epoch, chunkIndex } = whole[position]!;
            const rest = await collect(sampler, { from: { epoch, chunkIndex } });
            expect(rest).to.deep.equal(whole.slice(position));
          }),
          { numRuns: 20 },
        );
      });

      it('takes a cursor past the end of an epoch for the next', async () => {
        const whole = await collect(sampler, {});
        const chunkIndex = whole.length / 2;
        expect(await collect(sampler, { from: { epoch: 0, chunkIndex } })).to.deep.equal(
          whole.slice(chunkIndex),
        );
        expect(await collect(sampler, { from: { epoch: 2, chunkIndex: 0 } })).to.deep.equal([]);
      });

      it('has another order in another epoch and under another seed', async () => {
        const chunks = await collect(sampler, { samplesPerChunk: 100_000 });
        expect(chunks[0]!.samples).not.to.deep.equal(chunks[1]!.samples);
        const other = await collect(sampler, { samplesPerChunk: 100_000, seed: 4 });
        expect(other[0]!.samples).not.to.deep.equal(chunks[0]!.samples);
      });
    });
  }
});
