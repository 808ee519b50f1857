import { InputDataError } from '../errors.js';
import { oneAhead } from '../files/one-ahead.js';
import { takeTurns } from '../files/take-turns.js';
import { decodeFloats } from './decode-floats.js';
import { openInputFile, type InputFile } from './input-file.js';
import { BYTES_PER_VALUE, MAX_HEADER_BYTES, parseNpyHeader, type NpyHeader } from './npy-header.js';

export { createNpyWriter, type NpyWriter } from './npy-writer.js';

/** A matrix of float32 on disk, one row per product, read in parts and never as a whole. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly dim: number;
  /** Rows [start, start + count), row after row. */
  read(start: number, count: number): Promise<Float32Array>;
  /** Fills `target`, which holds whole rows of little-endian float32 and begins at a multiple of 4, from row `start` on. */
  readInto(target: Uint8Array, start: number): Promise<void>;
  /**
   * All rows in order as little-endian float32 bytes, at most `chunkBytes` (default 1 MiB) at a time, each chunk to be
   * used before the next is asked for.
   */
  chunks(chunkBytes?: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

const DEFAULT_CHUNK_BYTES = 1 << 20;

/**
 * Opens a two-dimensional C-order `.npy` file of float32 (float64 and float16 are converted as they are
 * read). Throws InputDataError for any other layout or when the file's length does not fit its header.
 */
export async function openNpy(path: string): Promise<FeatureMatrix> {
  const file = await openInputFile(path);
  try {
    const start = new Uint8Array(Math.min(MAX_HEADER_BYTES, file.sizeBytes));
    await file.readAt(start, 0);
    const header = parseNpyHeader(start, path);
    checkSize(file, header);
    return new NpyMatrix(file, header);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function checkSize(file: InputFile, { rows, dim, dtype, dataOffset }: NpyHeader): void {
  const rowBytes = dim * BYTES_PER_VALUE[dtype];
  const expected = dataOffset + rows * rowBytes;
  if (file.sizeBytes === expected) return;
  const row = Math.floor((file.sizeBytes - dataOffset) / rowBytes);
  const what =
    file.sizeBytes < expected
      ? `it is cut short at byte ${file.sizeBytes}, inside row ${row} of ${rows}`
      : `${file.sizeBytes - expected} bytes follow its last row, which ends at byte ${expected}`;
  throw new InputDataError(
    `Cannot read ${file.path}: ${what}; its header (${rows} x ${dim} of ${dtype}) asks for ${expected} bytes.`,
    { code: 'FEATURES_TRUNCATED', suggestions: ['Copy or save the file again.'] },
  );
}

class NpyMatrix implements FeatureMatrix {
  readonly rows: number;
  readonly dim: number;

  constructor(
    private readonly file: InputFile,
    private readonly header: NpyHeader,
  ) {
    this.rows = header.rows;
    this.dim = header.dim;
  }

  async read(start: number, count: number): Promise<Float32Array> {
    if (count < 0) throw new RangeError(`${count} rows`);
    const values = new Float32Array(count * this.dim);
    await this.readInto(new Uint8Array(values.buffer), start);
    return values;
  }

  async readInto(target: Uint8Array, start: number): Promise<void> {
    const count = target.byteLength / (this.dim * 4);
    if (!Number.isInteger(count) || start < 0 || start + count > this.rows) {
      throw new RangeError(`rows ${start} .. ${start + count} of ${this.rows}`);
    }
    const { dtype, dataOffset } = this.header;
    const rowBytes = this.dim * BYTES_PER_VALUE[dtype];
    const bytes = dtype === '<f4' ? target : new Uint8Array(count * rowBytes);
    const got = await this.file.readAt(bytes, dataOffset + start * rowBytes);
    if (got < bytes.byteLength) {
      throw new InputDataError(`${this.file.path} became shorter while it was being read.`);
    }
    if (dtype === '<f4') return;
    const values = new Float32Array(target.buffer, target.byteOffset, count * this.dim);
    decodeFloats(bytes, dtype, values);
  }

  chunks(chunkBytes = DEFAULT_CHUNK_BYTES): AsyncIterable<Uint8Array> {
    return oneAhead(this.readChunks(chunkBytes));
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async *readChunks(chunkBytes: number): AsyncIterable<Uint8Array> {
    const rowBytes = this.dim * 4;
    const rowsPerChunk = Math.max(1, Math.floor(chunkBytes / rowBytes));
    const size = Math.min(rowsPerChunk, this.rows) * rowBytes;
    const nextBuffer = takeTurns(new Uint8Array(size), new Uint8Array(size));
    for (let row = 0; row < this.rows; row += rowsPerChunk) {
      const bytes = nextBuffer().subarray(0, (this.rows - row) * rowBytes);
      await this.readInto(bytes, row);
      // Only a row longer than a chunk is cut; otherwise this yields once.
      for (let at = 0; at < bytes.byteLength; at += chunkBytes) {
        yield bytes.subarray(at, at + chunkBytes);
      }
    }
  }
}
