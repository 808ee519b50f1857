import { InputDataError } from '../errors.js';
import { oneAhead } from '../files/one-ahead.js';
import type { FeatureBlock, FeatureSource } from './feature-source.js';
import { ID_BYTES, findFeatureDim, parseRecordId, recordBytes } from './image-features-layout.js';
import { openInputFile, type InputFile } from './input-file.js';

/**
 * Records read at once. 256 records make every block begin at a multiple of 512 bytes whatever the length
 * of a record, which reads half as fast again as other sizes.
 */
const RECORDS_PER_BLOCK = 256;

/**
 * `image_features_<Category>.b` of the 2014 Amazon release: records of a 10-byte ASCII id, padded with
 * spaces or zeros, and `dim` little-endian float32 values, no header. Throws InputDataError.
 */
export async function openImageFeatures(path: string, dim?: number): Promise<FeatureSource> {
  const file = await openInputFile(path);
  try {
    return new ImageFeatures(file, findFeatureDim(file, dim));
  } catch (error) {
    await file.close();
    throw error;
  }
}

class ImageFeatures implements FeatureSource {
  readonly path: string;
  readonly rows: number;

  constructor(
    private readonly file: InputFile,
    readonly dim: number,
  ) {
    this.path = file.path;
    this.rows = file.sizeBytes / recordBytes(dim);
  }

  async *ids(): AsyncIterable<readonly string[]> {
    for (let start = 0; start < this.rows; start += RECORDS_PER_BLOCK) {
      const length = Math.min(RECORDS_PER_BLOCK, this.rows - start);
      yield Array.from({ length }, (_, i) => this.readId(start + i));
    }
  }

  blocks(): AsyncIterable<FeatureBlock> {
    return oneAhead(this.readBlocks());
  }

  locate(row: number): string {
    return `record ${row + 1} (byte ${row * recordBytes(this.dim)})`;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async *readBlocks(): AsyncIterable<FeatureBlock> {
    const length = recordBytes(this.dim);
    const buffer = new Uint8Array(RECORDS_PER_BLOCK * length);
    for (let start = 0; start < this.rows; start += RECORDS_PER_BLOCK) {
      const count = Math.min(RECORDS_PER_BLOCK, this.rows - start);
      const got = await this.file.readAt(buffer.subarray(0, count * length), start * length);
      if (got < count * length) {
        throw new InputDataError(`${this.path} became shorter while it was being read.`);
      }
      const values = new Float32Array(count * this.dim);
      const target = new Uint8Array(values.buffer);
      for (let i = 0; i < count; i++) {
        target.set(buffer.subarray(i * length + ID_BYTES, (i + 1) * length), i * this.dim * 4);
      }
      yield { start, values };
    }
  }

  private readId(row: number): string {
    const bytes = new Uint8Array(ID_BYTES);
    this.file.peekAt(bytes, row * recordBytes(this.dim));
    const id = parseRecordId(bytes);
    if (id !== undefined) return id;
    const found = JSON.stringify(Buffer.from(bytes).toString('latin1'));
    throw new InputDataError(
      `${this.path}, ${this.locate(row)}: its id is ${found}, not printable ASCII padded with spaces or zeros.`,
      {
        code: 'FEATURES_FORMAT',
        suggestions: [
          `If the vectors are not ${this.dim} long, give their length with --feature-dim.`,
        ],
      },
    );
  }
}
