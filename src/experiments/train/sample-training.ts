import { SAMPLE_WIDTH, type Sampler } from '../../sampling/sampler.js';
import { samplesPerEpoch, streamSamples } from '../../sampling/stream-samples.js';
import type { TrainingStream } from '../../trainer/training-stream.js';

export interface SampleTrainingOptions {
  numEpochs: number;
  /** Samples in a batch. */
  batchSize: number;
  seed: number;
}

/** The samples that a baseline is trained on, and the steps of that stage. */
export function sampleTraining(
  sampler: Sampler,
  { numEpochs, batchSize, seed }: SampleTrainingOptions,
): { stream: TrainingStream; numSteps: number } {
  const samplesPerChunk = samplesInChunk(batchSize, sampler);
  return {
    stream: {
      kind: 'samples',
      from: (from) => streamSamples(sampler, { numEpochs, samplesPerChunk, seed, from }),
    },
    numSteps: Math.ceil(samplesPerEpoch(sampler) / batchSize) * numEpochs,
  };
}

const BATCHES_PER_CHUNK = 20;
const MAX_CHUNK_BYTES = 4_000_000;
const BYTES_PER_SAMPLE = 4 * SAMPLE_WIDTH;

/** Whole batches, so that only the last one of an epoch is smaller, unless a batch alone fills a message. */
function samplesInChunk(batchSize: number, { samplesPerEdge }: Sampler): number {
  const most = Math.floor(MAX_CHUNK_BYTES / BYTES_PER_SAMPLE);
  const batches = Math.max(1, Math.min(BATCHES_PER_CHUNK, Math.floor(most / batchSize)));
  const samples = Math.min(most, batches * batchSize);
  return Math.max(samplesPerEdge, samples - (samples % samplesPerEdge));
}
