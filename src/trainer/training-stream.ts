import type { TrainRequest } from '../generated/vasg/v1/trainer_service.js';
import { asBuffer } from './tensors.js';

/** A place in a stream: the chunk that comes next. */
export interface StreamCursor {
  readonly epoch: number;
  readonly chunkIndex: number;
}

/** Random walks, a part of one epoch. */
export interface WalkChunk extends StreamCursor {
  readonly numWalks: number;
  /** Node indices, [numWalks, walkLength]; of use until the next chunk is asked for. */
  readonly nodes: Uint32Array;
  readonly lastOfEpoch: boolean;
}

/** Triples or labelled pairs, a part of one epoch. */
export interface SampleChunk extends StreamCursor {
  readonly numSamples: number;
  /** [numSamples, 3], as `SampleChunk` of training.proto has it. */
  readonly samples: Uint32Array;
  readonly lastOfEpoch: boolean;
}

/** What a model trains on: its chunks from a cursor on, always the same ones. */
export type TrainingStream =
  | { readonly kind: 'walks'; readonly from: (cursor: StreamCursor) => AsyncIterable<WalkChunk> }
  | {
      readonly kind: 'samples';
      readonly from: (cursor: StreamCursor) => AsyncIterable<SampleChunk>;
    };

/** The chunks of a stream from `cursor` on, as messages; the memory behind one is the consumer's until it asks for more. */
export async function* streamMessages(
  stream: TrainingStream,
  cursor: StreamCursor,
): AsyncGenerator<TrainRequest> {
  if (stream.kind === 'walks') {
    for await (const { nodes, ...chunk } of stream.from(cursor)) {
      yield { message: { $case: 'walks', value: { ...chunk, nodes: asBuffer(nodes) } } };
    }
    return;
  }
  for await (const { samples, ...chunk } of stream.from(cursor)) {
    yield { message: { $case: 'samples', value: { ...chunk, samples: asBuffer(samples) } } };
  }
}
