import { blocksOf, type VectorTable } from './vector-table.js';

/** Of each dimension: what is taken away, and what the rest is multiplied by. */
export interface Standardization {
  readonly mean: Float64Array;
  /** 1 / standard deviation; 0 for a constant (see `CONSTANT`). */
  readonly factor: Float64Array;
}

/**
 * A dimension is taken for a constant when its standard deviation is below this share of its mean, or of the median
 * deviation of all dimensions that vary. Features are made in float32, whose sums err by some 1e-7 of what is summed:
 * a smaller difference is noise, which a division by it would make as loud as any other dimension.
 */
const CONSTANT = 1e-6;

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
  const rows = Math.max(1, count);
  const mean = sums.map((sum, i) => (origin?.[i] ?? 0) + sum / rows);
  const variances = squares.map((square, i) => Math.max(0, square - sums[i]! ** 2 / rows) / rows);
  return { mean, factor: factorsOf(mean, variances) };
}

function factorsOf(mean: Float64Array, variances: Float64Array): Float64Array {
  const deviations = variances.map(Math.sqrt);
  const typical = middleOf(deviations.filter((deviation) => deviation > 0));
  return deviations.map((deviation, i) => {
    const isConstant = deviation <= CONSTANT * Math.max(Math.abs(mean[i]!), typical);
    return isConstant ? 0 : 1 / deviation;
  });
}

/** The upper median, 0 of none. Not the mean: one large dimension shall not make constants of all others. */
function middleOf(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? 0;
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
