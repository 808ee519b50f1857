import { readNumericColumns } from '../../catalog/bulk.js';
import type { Database } from '../../catalog/database.js';
import { InputDataError } from '../../errors.js';
import type { Progress } from '../../progress/progress.js';
import type { FeatureSource } from '../../sources/feature-source.js';
import type { NpyWriter } from '../../sources/npy.js';
import type { IngestReport } from './ingest-report.js';
import { RepeatedVectors } from './repeated-vectors.js';

const ABSENT = -1;

/** What the trainer takes at most: squares, and sums of them, stay far below the largest float32. */
const LARGEST = Math.fround(1e15);

/** Bits of a float32 without its sign; beyond those of `LARGEST` it is larger, infinite or NaN. */
const MAGNITUDE = 0x7fff_ffff;
const LARGEST_BITS = new Uint32Array(Float32Array.of(LARGEST).buffer)[0]!;

/**
 * Copies the vectors of the chosen products to `writer`, in the order of table `products`. The source is
 * read once, front to back, whatever the order of its rows. Throws InputDataError for a value that is not
 * finite or too large to train on, and for a repeated id with another vector.
 */
export async function writeFeatures(
  database: Database,
  source: FeatureSource,
  writer: NpyWriter,
  { progress, signal }: { progress: Progress; signal?: AbortSignal | undefined },
): Promise<IngestReport['features']> {
  const { dim, rows } = source;
  const targets = await targetRows(database, rows);
  const repeated = await RepeatedVectors.find(database, source);
  const bar = progress.bar('Writing features', rows, 'products');
  let allZero = 0;
  let numZeros = 0;
  let numWritten = 0;
  try {
    for await (const { start, values } of source.blocks()) {
      signal?.throwIfAborted();
      for (let row = start; row < start + values.length / dim; row++) {
        const vector = values.subarray((row - start) * dim, (row - start + 1) * dim);
        const zeros = countZeros(vector);
        if (zeros === undefined) throw await outOfRange(database, source, row, vector);
        if (repeated.has(row)) await repeated.check(row, vector);
        const target = targets[row] ?? ABSENT;
        if (target === ABSENT) continue;
        writer.writeAt(target, vector);
        numWritten++;
        numZeros += zeros;
        if (zeros === dim) allZero++;
      }
      bar.update(start + values.length / dim);
    }
    bar.finish();
  } finally {
    bar.abandon();
  }
  const zeroShare = numZeros / (numWritten * dim);
  return { read: rows, dim, duplicates: repeated.count, allZero, zeroShare };
}

/** For each row of the source the product index that it is written to, or `ABSENT`. */
async function targetRows(database: Database, rows: number): Promise<Int32Array> {
  const [positions, products] = await readNumericColumns(
    database,
    [Uint32Array, Uint32Array],
    `SELECT min(position), product_index FROM feature_rows JOIN products USING (product_id)
     GROUP BY product_index`,
  );
  const targets = new Int32Array(rows).fill(ABSENT);
  positions.forEach((position, i) => {
    targets[position] = products[i] ?? ABSENT;
  });
  return targets;
}

/** How many values are zero, or undefined when one is not finite or too large. */
function countZeros(vector: Float32Array): number | undefined {
  // Whole numbers are compared faster than they are converted.
  const bits = new Uint32Array(vector.buffer, vector.byteOffset, vector.length);
  let zeros = 0;
  for (let i = 0; i < bits.length; i++) {
    const magnitude = bits[i]! & MAGNITUDE;
    if (magnitude === 0) zeros++;
    else if (magnitude > LARGEST_BITS) return undefined;
  }
  return zeros;
}

async function outOfRange(
  database: Database,
  source: FeatureSource,
  row: number,
  vector: Float32Array,
): Promise<InputDataError> {
  const dimension = vector.findIndex((value) => !(Math.abs(value) <= LARGEST));
  const value = vector[dimension]!;
  const named = await database.row<{ id: string }>(
    'SELECT product_id AS id FROM feature_rows WHERE position = $row',
    { row },
  );
  const what = `${source.path}, ${source.locate(row)}: the feature of product "${named?.id}" is ${value} in dimension ${dimension}`;
  if (Number.isFinite(value)) {
    return new InputDataError(`${what}; at most 1e15 can be trained on.`, {
      code: 'FEATURE_TOO_LARGE',
      suggestions: ['Scale the features down, or leave the product out.'],
    });
  }
  return new InputDataError(`${what}.`, {
    code: 'FEATURE_NOT_FINITE',
    suggestions: ['Extract the feature of this product again, or leave the product out.'],
  });
}
