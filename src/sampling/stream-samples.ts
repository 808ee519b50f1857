import { RandomStream } from '../random.js';
import { SAMPLE_WIDTH, type Sampler } from './sampler.js';

/** A place in the stream: the chunk that comes next. */
export interface SampleCursor {
  readonly epoch: number;
  readonly chunkIndex: number;
}

export interface SampleChunk extends SampleCursor {
  readonly numSamples: number;
  /** [numSamples, 3]; the consumer's own. */
  readonly samples: Uint32Array<ArrayBuffer>;
  readonly lastOfEpoch: boolean;
}

export interface StreamSamplesOptions {
  /** Epochs in all, those before `from` included. */
  readonly numEpochs: number;
  /** A multiple of the sampler's `samplesPerEdge`; the last chunk of an epoch may have fewer. */
  readonly samplesPerChunk: number;
  /** Of the order of edges, uint32. */
  readonly seed: number;
  /** @default the beginning */
  readonly from?: SampleCursor;
}

/**
 * The samples of a sampler, every edge once per epoch in an order of the epoch's own, cut into chunks. They
 * do not depend on `samplesPerChunk`, and from a cursor on they are those of the whole stream. Keeps one
 * number per edge in memory.
 */
export async function* streamSamples(
  sampler: Sampler,
  { numEpochs, samplesPerChunk, seed, from = { epoch: 0, chunkIndex: 0 } }: StreamSamplesOptions,
): AsyncGenerator<SampleChunk, void, undefined> {
  const edgesPerChunk = samplesPerChunk / sampler.samplesPerEdge;
  for (let { epoch, chunkIndex } = from; epoch < numEpochs; epoch++, chunkIndex = 0) {
    const order = edgeOrder(sampler, epoch, seed);
    for (; chunkIndex * edgesPerChunk < order.length; chunkIndex++) {
      const edges = order.subarray(chunkIndex * edgesPerChunk, (chunkIndex + 1) * edgesPerChunk);
      const lastOfEpoch = (chunkIndex + 1) * edgesPerChunk >= order.length;
      yield { epoch, chunkIndex, lastOfEpoch, ...drawChunk(sampler, epoch, edges) };
    }
  }
}

/** Samples of an epoch. */
export function samplesPerEpoch({ edges, samplesPerEdge }: Sampler): number {
  return edges.length * samplesPerEdge;
}

function edgeOrder({ edges }: Sampler, epoch: number, seed: number): Uint32Array {
  return new RandomStream(seed, `samples.order.${epoch}`).shuffle(edges.slice());
}

function drawChunk(
  sampler: Sampler,
  epoch: number,
  edges: Uint32Array,
): Pick<SampleChunk, 'numSamples' | 'samples'> {
  const numSamples = edges.length * sampler.samplesPerEdge;
  const samples = new Uint32Array(numSamples * SAMPLE_WIDTH);
  edges.forEach((edge, i) => sampler.draw(epoch, edge, samples, i * sampler.samplesPerEdge));
  return { numSamples, samples };
}
