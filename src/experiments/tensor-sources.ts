import { createHash } from 'node:crypto';
import type { FeatureMatrix } from '../sources/npy.js';
import { pairsOf } from '../splitting/views.js';
import type { TensorSource } from '../trainer/train-model.js';
import type { WorkspaceData } from './training-data.js';

const CHUNK_BYTES = 1 << 20;

/** The tensors that a training session reads; features are streamed from disk. */
export function tensorSources(data: WorkspaceData, features: FeatureMatrix): TensorSource[] {
  const validation = pairsOf(data.split, ['validation_warm', 'validation_cold']);
  const pairs = new Uint32Array(validation.userIndex.length * 2);
  validation.userIndex.forEach((user, i) => pairs.set([user, validation.productIndex[i]!], 2 * i));
  return [
    {
      role: 'features',
      dataType: 'float32',
      shape: [features.rows, features.dim],
      sha256: Buffer.from(data.dataset.featuresSha256, 'hex'),
      chunks: () => features.chunks(CHUNK_BYTES),
    },
    fromArray('train-offsets', data.owned.offsets, [data.owned.offsets.length]),
    fromArray('train-products', data.owned.products, [data.owned.products.length]),
    ...(pairs.length === 0 ? [] : [fromArray('validation-pairs', pairs, [pairs.length / 2, 2])]),
  ];
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
