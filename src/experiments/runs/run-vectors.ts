import { InputDataError } from '../../errors.js';
import type { RunDirectory, RunManifest } from '../../run-directory.js';
import { readSafetensors, type TensorMap } from '../../safetensors.js';
import { rowLength } from '../../config/row-length.js';

/** What a run learned, row after row; row i belongs to user or product i. */
export interface RunVectors {
  /** Columns, with the bias or popularity behind the direction where a model has one. */
  dim: number;
  /** [users, dim] */
  users: Float32Array;
  /** [products, dim]; cold products through the encoder. */
  products: Float32Array;
  /** M(f_p) of every product, [products, dim]. */
  encoded: Float32Array;
  /** BPR only: as `products`, but cold products from the most similar warm ones. */
  neighbours: Float32Array | undefined;
}

/** Reads `embeddings.safetensors` of a completed run. Throws InputDataError when it is not as it was written. */
export async function readVectors(
  directory: RunDirectory,
  manifest: RunManifest,
): Promise<RunVectors> {
  const file = directory.file('embeddings');
  const tensors = await readSafetensors(file);
  const { users: numUsers, products: numProducts } = manifest.counts;
  const dim = rowLength(manifest);
  const matrix = (name: string, rows: number) => matrixOf(tensors, name, [rows, dim], file);
  return {
    dim,
    users: matrix('users', numUsers),
    products: matrix('products', numProducts),
    encoded: matrix('encoded', numProducts),
    neighbours: tensors.has('neighbours') ? matrix('neighbours', numProducts) : undefined,
  };
}

function matrixOf(
  tensors: TensorMap,
  name: string,
  shape: [rows: number, dim: number],
  file: string,
): Float32Array {
  const tensor = tensors.get(name);
  if (tensor?.shape.join() === shape.join()) return tensor.data;
  throw new InputDataError(`${file} holds no tensor "${name}" of ${shape.join(' x ')}.`, {
    code: 'EMBEDDINGS_DAMAGED',
    suggestions: ['Train the model again, or restore the file.'],
  });
}
