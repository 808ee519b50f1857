import { readNumericColumns } from '../../catalog/bulk.js';
import type { Database } from '../../catalog/database.js';
import type { FeatureBlock, FeatureSource } from '../../sources/feature-source.js';
import type { NpyWriter } from '../../sources/npy.js';
import type { IngestReport } from './ingest-report.js';
import { RepeatedVectors } from './repeated-vectors.js';
import { unusableFeature } from './unusable-feature.js';
import { VectorPacker } from './vector-packer.js';

const ABSENT = -1;

/** The vectors of the chosen products on their way from `source` to `writer`. */
export class FeatureCopy {
  private readonly packer: VectorPacker;
  private numWritten = 0;
  private numZeros = 0;
  private allZero = 0;

  private constructor(
    private readonly database: Database,
    private readonly source: FeatureSource,
    private readonly writer: NpyWriter,
    /** For each row of the source the product index that it is written to, or `ABSENT`. */
    private readonly targets: Int32Array,
    private readonly repeated: RepeatedVectors,
  ) {
    this.packer = new VectorPacker(source.dim);
  }

  static async prepare(
    database: Database,
    source: FeatureSource,
    writer: NpyWriter,
  ): Promise<FeatureCopy> {
    const targets = await targetRows(database, source.rows);
    const repeated = await RepeatedVectors.find(database, source);
    return new FeatureCopy(database, source, writer, targets, repeated);
  }

  /** All blocks of the source, to be added in turn. */
  blocks(): AsyncIterable<FeatureBlock> {
    return this.source.blocks(this.packer.reserve);
  }

  /** Checks all vectors of a block and writes those that are wanted. Throws InputDataError. */
  async add(block: FeatureBlock): Promise<void> {
    const { dim } = this.source;
    const values = this.packer.packed(block);
    for (let i = 0; i < block.rows; i++) {
      const row = block.start + i;
      const zeros = this.packer.pack(block, i);
      if (zeros !== undefined && !this.repeated.has(row)) {
        this.count(row, zeros);
        continue;
      }
      const vector = values.subarray(i * dim, (i + 1) * dim);
      if (zeros === undefined) {
        throw await unusableFeature(this.database, this.source, row, vector);
      }
      await this.repeated.check(row, vector);
      this.count(row, zeros);
    }
    this.write(block, values);
  }

  facts(): IngestReport['features'] {
    const { rows, dim } = this.source;
    const { allZero, numZeros, numWritten, repeated } = this;
    const zeroShare = numZeros / (numWritten * dim);
    return { read: rows, dim, duplicates: repeated.count, allZero, zeroShare };
  }

  private count(row: number, zeros: number): void {
    if (this.targets[row] === ABSENT) return;
    this.numWritten++;
    this.numZeros += zeros;
    if (zeros === this.source.dim) this.allZero++;
  }

  /** Rows that stay neighbours are written together. */
  private write({ start, rows }: FeatureBlock, values: Float32Array): void {
    const { dim } = this.source;
    const targets = this.targets.subarray(start, start + rows);
    for (let first = 0, end; first < rows; first = end) {
      end = first + 1;
      const target = targets[first]!;
      if (target === ABSENT) continue;
      while (end < rows && targets[end] === target + end - first) end++;
      this.writer.writeAt(target, values.subarray(first * dim, end * dim));
    }
  }
}

async function targetRows(database: Database, rows: number): Promise<Int32Array> {
  const [positions, products] = await readNumericColumns(
    database,
    [Uint32Array, Uint32Array],
    `SELECT min(position), product_index FROM feature_rows JOIN kept_products USING (product_id)
     GROUP BY product_index`,
  );
  const targets = new Int32Array(rows).fill(ABSENT);
  positions.forEach((position, i) => {
    targets[position] = products[i] ?? ABSENT;
  });
  return targets;
}
