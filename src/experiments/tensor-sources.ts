import { createHash } from 'node:crypto';
import type { FeatureMatrix } from '../sources/npy.js';
import { pairsOf } from '../splitting/views.js';
import type { TensorSource } from '../trainer/train-model.js';
import type { WorkspaceData } from './training-data.js';

const CHUNK_BYTES = 1 << 20;

/**
 * The tensors that a training session reads. Features are streamed from disk: once to name them by their
 * content, and once more if the trainer does not hold that content yet.
 */
export async function tensorSources(
  data: WorkspaceData,
  features: FeatureMatrix,
): Promise<TensorSource[]> {
  const validation = pairsOf(data.split, ['validation_warm', 'validation_cold']);
  const pairs = new Uint32Array(validation.userIndex.length * 2);
  validation.userIndex.forEach((user, i) => pairs.set([user, validation.productIndex[i]!], 2 * i));
  return [
    {
      role: 'features',
      dataType: 'float32',
      shape: [features.rows, features.dim],
      sha256: await digest(features.chunks(CHUNK_BYTES)),
      chunks: () => features.chunks(CHUNK_BYTES),
    },
    fromArray('train-offsets', data.owned.offsets, [data.owned.offsets.length]),
    fromArray('train-products', data.owned.products, [data.owned.products.length]),
    ...(pairs.length === 0 ? [] : [fromArray('validation-pairs', pairs, [pairs.length / 2, 2])]),
  ];
}

async function digest(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest();
}

function fromArray(role: TensorSource['role'], values: Uint32Array, shape: number[]): TensorSource {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return {
    role,
    dataType: 'uint32',
    shape,
    sha256: createHash('sha256').update(bytes).digest(),
    async *chunks() {
      for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
        yield bytes.subarray(start, start + CHUNK_BYTES);
      }
    },
  };
}
