import { nearestProducts, NO_PRODUCT } from '../evaluation/nearest/nearest-products.js';
import type { Arithmetic } from '../kernels/kernels.js';
import { normalizedTable } from '../evaluation/normalize.js';
import { selectRows } from '../evaluation/select-rows.js';
import { rowsPerRead, type VectorTable } from '../evaluation/vector-table.js';

export interface NeighbourMeansOptions extends Arithmetic {
  /** Raw image features, row = product index. */
  readonly features: VectorTable;
  /** Learned rows, [products, dim]; those of cold products are not read. */
  readonly learned: Float32Array;
  readonly dim: number;
  /** Training edges of each product; 0 is cold. */
  readonly degrees: Uint32Array;
  /** Neighbours of a cold product. */
  readonly k: number;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with how many cold products are done. */
  readonly onProgress?: ((productsDone: number) => void) | undefined;
}

/** Features of cold products in memory at once. */
const QUERY_BYTES = 256 * 2 ** 20;
/** Features read at once. */
const READ_BYTES = 4 * 2 ** 20;

/**
 * A place for cold products (the kNN map of Gantner et al. 2010): the mean of the learned rows of the `k`
 * warm products whose features are most similar by cosine, weighted by it. Exact, against all warm products.
 *
 * Returns [products, dim] with warm rows as they were learned.
 */
export async function neighbourMeans(options: NeighbourMeansOptions): Promise<Float32Array> {
  const { features, learned, dim, degrees, k } = options;
  const indices = Uint32Array.from(degrees.keys());
  const warm = indices.filter((product) => degrees[product]! > 0);
  const cold = indices.filter((product) => degrees[product] === 0);
  const means = learned.slice();
  const products = normalizedTable(selectRows(features, warm));
  const step = rowsPerRead(features, QUERY_BYTES);
  for (let first = 0; first < cold.length; first += step) {
    const block = cold.subarray(first, first + step);
    const nearest = await nearestProducts({
      ...{ products, dim: features.dim, k, threads: options.threads, signal: options.signal },
      fusedMultiplyAdd: options.fusedMultiplyAdd,
      vectors: await readRows(normalizedTable(selectRows(features, block))),
      excluded: { offsets: new Uint32Array(block.length + 1), products: new Uint32Array(0) },
    });
    block.forEach((product, i) => {
      const [begin, end] = [i * k, (i + 1) * k];
      const found = nearest.products.subarray(begin, end).filter((row) => row !== NO_PRODUCT);
      const neighbours = found.map((row) => warm[row]!);
      const weights = weightsOf(nearest.scores.subarray(begin, begin + found.length));
      means.set(meanOf(learned, { neighbours, weights, dim }), product * dim);
    });
    options.onProgress?.(first + block.length);
  }
  return means;
}

/** All rows, read a few at a time: a read of a selection takes in what lies between. */
async function readRows(table: VectorTable): Promise<Float32Array> {
  const rows = new Float32Array(table.rows * table.dim);
  const step = rowsPerRead(table, READ_BYTES);
  for (let start = 0; start < table.rows; start += step) {
    rows.set(await table.read(start, Math.min(step, table.rows - start)), start * table.dim);
  }
  return rows;
}

/** Shares of the cosines; a negative one counts nothing, and all alike where none is above 0. */
function weightsOf(cosines: Float32Array): Float64Array {
  const weights = Float64Array.from(cosines, (cosine) => Math.max(0, cosine));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum > 0 ? weight / sum : 1 / weights.length));
}

interface WeightedRows {
  neighbours: Uint32Array;
  weights: Float64Array;
  dim: number;
}

function meanOf(rows: Float32Array, { neighbours, weights, dim }: WeightedRows): Float64Array {
  const mean = new Float64Array(dim);
  neighbours.forEach((row, i) => {
    for (let d = 0; d < dim; d++) mean[d]! += weights[i]! * rows[row * dim + d]!;
  });
  return mean;
}
