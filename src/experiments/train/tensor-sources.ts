import { createHash } from 'node:crypto';
import type { ModelName } from '../../config/models.js';
import { validationRelations } from '../../sampling/validation-relations.js';
import type { FeatureMatrix } from '../../sources/npy.js';
import { SPLIT_PARTS } from '../../splitting/parts.js';
import { pairsOf } from '../../splitting/views.js';
import type { TensorSource } from '../../trainer/train-model.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

const CHUNK_BYTES = 1 << 20;

/**
 * The tensors that a training session reads. Features are streamed from disk: once to name them by their
 * content, and once more if the trainer does not hold that content yet.
 */
export async function tensorSources(
  data: WorkspaceData,
  features: FeatureMatrix,
  { model, seed }: { model: ModelName; seed: number },
): Promise<TensorSource[]> {
  return [
    {
      role: 'features',
      dataType: 'float32',
      shape: [features.rows, features.dim],
      sha256: await digest(features.chunks(CHUNK_BYTES)),
      chunks: () => features.chunks(CHUNK_BYTES),
    },
    fromArray('train-offsets', data.trainProducts.offsets, [data.trainProducts.offsets.length]),
    fromArray('train-products', data.trainProducts.products, [data.trainProducts.products.length]),
    ...(model === 'ibr'
      ? nonEmpty('validation-relations', relationsOf(data, seed), 3)
      : nonEmpty('validation-pairs', validationPairs(data), 2)),
  ];
}

const VALIDATION_PARTS = ['validation_warm', 'validation_cold'] as const;

/** [pairs, 2]: user index, product index. */
function validationPairs({ split }: WorkspaceData): Uint32Array {
  const { userIndex, productIndex } = pairsOf(split, VALIDATION_PARTS);
  const pairs = new Uint32Array(userIndex.length * 2);
  userIndex.forEach((user, i) => pairs.set([user, productIndex[i]!], 2 * i));
  return pairs;
}

/** [pairs, 3]: product index, product index, 1 if they are related. */
function relationsOf({ split }: WorkspaceData, seed: number): Uint32Array {
  const purchases = pairsOf(split, ['train', ...VALIDATION_PARTS]);
  const { numProducts } = split;
  const train = SPLIT_PARTS.indexOf('train');
  const isValidation = purchases.part.map((part) => (part === train ? 0 : 1));
  return validationRelations({ purchases, isValidation, numProducts, seed });
}

function nonEmpty(role: TensorSource['role'], values: Uint32Array, width: number): TensorSource[] {
  return values.length === 0 ? [] : [fromArray(role, values, [values.length / width, width])];
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
