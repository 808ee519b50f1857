import { blocksOf, type VectorTable } from './vector-table.js';

/** Of each dimension: what is taken away, and what the rest is multiplied by. */
export interface Standardization {
  readonly mean: Float64Array;
  /** 1 / standard deviation; 0 where all rows have the same value. */
  readonly factor: Float64Array;
}

/**
 * Mean and standard deviation of the chosen rows of a table, in one pass over it.
 *
 * @param chosen [rows] 1 for the rows that count
 */
export async function standardizationOf(
  table: VectorTable,
  chosen: Uint8Array,
): Promise<Standardization> {
  const { dim } = table;
  // Distances to one of the rows: that of a constant is exactly 0, and few digits are lost to the squares.
  let origin: Float32Array | undefined;
  const sums = new Float64Array(dim);
  const squares = new Float64Array(dim);
  let count = 0;
  for await (const { first, vectors } of blocksOf(table)) {
    for (let at = 0, row = first; at < vectors.length; at += dim, row++) {
      if (chosen[row] !== 1) continue;
      origin ??= vectors.slice(at, at + dim);
      count++;
      for (let i = 0; i < dim; i++) {
        const distance = vectors[at + i]! - origin[i]!;
        sums[i]! += distance;
        squares[i]! += distance * distance;
      }
    }
  }
  const factor = squares.map((square, i) => {
    const variance = (square - sums[i]! ** 2 / count) / count;
    return variance > 0 ? 1 / Math.sqrt(variance) : 0;
  });
  return { mean: sums.map((sum, i) => (origin?.[i] ?? 0) + sum / Math.max(1, count)), factor };
}

/** The same table with mean 0 and variance 1 over the rows of `standardization`, computed as it is read. */
export function standardizedTable(
  table: VectorTable,
  { mean, factor }: Standardization,
): VectorTable {
  const { rows, dim } = table;
  return {
    rows,
    dim,
    async read(start, count) {
      const vectors = (await table.read(start, count)).slice();
      for (let at = 0; at < vectors.length; at += dim) {
        for (let i = 0; i < dim; i++) vectors[at + i] = (vectors[at + i]! - mean[i]!) * factor[i]!;
      }
      return vectors;
    },
  };
}
