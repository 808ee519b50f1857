import { InputDataError } from '../errors.js';
import { oneAhead } from '../files/one-ahead.js';
import { takeTurns } from '../files/take-turns.js';
import type { FeatureBlock, FeatureSource, Reserve } from './feature-source.js';
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

  blocks(reserve: Reserve): AsyncIterable<FeatureBlock> {
    return oneAhead(this.readBlocks(reserve));
  }

  locate(row: number): string {
    return `record ${row + 1} (byte ${row * recordBytes(this.dim)})`;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async *readBlocks(reserve: Reserve): AsyncIterable<FeatureBlock> {
    const strideBytes = recordBytes(this.dim);
    const size = RECORDS_PER_BLOCK * strideBytes;
    const nextBuffer = takeTurns(reserve(size), reserve(size));
    for (let start = 0; start < this.rows; start += RECORDS_PER_BLOCK) {
      const rows = Math.min(RECORDS_PER_BLOCK, this.rows - start);
      const memory = nextBuffer().subarray(0, rows * strideBytes);
      const got = await this.file.readAt(memory, start * strideBytes);
      if (got < memory.byteLength) {
        throw new InputDataError(`${this.path} became shorter while it was being read.`);
      }
      yield { start, rows, memory, offsetBytes: ID_BYTES, strideBytes };
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
