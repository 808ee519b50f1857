import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../files/atomic-file.js';
import { EarlyFlush } from '../files/early-flush.js';
import { asStorageError } from '../errors.js';
import { makeFolder } from '../files/make-folder.js';
import { formatNpyHeader } from './npy-header.js';

/** Writes a float32 matrix under a temporary name; the real name appears only with `commit`. */
export interface NpyWriter {
  /** Whole rows, following those written before. */
  write(values: Float32Array): void;
  /** Whole rows, the first of which is row `row`. */
  writeAt(row: number, values: Float32Array): void;
  /** Flushes to disk and puts the file in its place, replacing an older one. Every row must be written. */
  commit(): Promise<void>;
  /** Forgets everything. Harmless after `commit`. */
  abort(): Promise<void>;
}

/** Throws StorageError when the folder cannot be written or the disk is full. */
export async function createNpyWriter(
  path: string,
  shape: { rows: number; dim: number },
): Promise<NpyWriter> {
  try {
    makeFolder(dirname(path));
    return new TemporaryNpy(path, shape.rows, shape.dim);
  } catch (error) {
    throw asStorageError(error, path);
  }
}

/** Rows shorter than this are gathered in memory while the matrix fits there: each write is a call of the system. */
const SHORT_ROW_BYTES = 4096;
const MAX_GATHERED_BYTES = 64 << 20;

/**
 * Writes are synchronous on purpose: a row is a memory copy of some kilobytes into the page cache, far
 * cheaper than a trip through the thread pool, and callers await their next block anyway.
 */
class TemporaryNpy implements NpyWriter {
  private readonly temporaryPath: string;
  private readonly descriptor: number;
  private readonly earlyFlush: EarlyFlush;
  private readonly dataOffset: number;
  private nextRow = 0;
  private numWritten = 0;
  private open = true;
  /** The rows, where they are short and the matrix is small. */
  private readonly gathered: Uint8Array | undefined;

  constructor(
    private readonly path: string,
    private readonly rows: number,
    private readonly dim: number,
  ) {
    this.temporaryPath = `${path}.partial-${process.pid}`;
    this.descriptor = openSync(this.temporaryPath, 'w');
    this.earlyFlush = new EarlyFlush(this.descriptor);
    const header = formatNpyHeader(rows, dim);
    this.dataOffset = header.byteLength;
    this.writeFully(header, 0);
    const isSmall = dim * 4 < SHORT_ROW_BYTES && rows * dim * 4 <= MAX_GATHERED_BYTES;
    this.gathered = isSmall ? new Uint8Array(rows * dim * 4) : undefined;
  }

  write(values: Float32Array): void {
    this.writeAt(this.nextRow, values);
  }

  writeAt(row: number, values: Float32Array): void {
    const count = values.length / this.dim;
    if (!Number.isInteger(count) || row < 0 || row + count > this.rows) {
      throw new RangeError(`${values.length} values at row ${row} of ${this.rows} x ${this.dim}`);
    }
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const start = row * this.dim * 4;
    if (this.gathered === undefined) this.writeFully(bytes, this.dataOffset + start);
    else this.gathered.set(bytes, start);
    this.nextRow = row + count;
    this.numWritten += count;
  }

  async commit(): Promise<void> {
    if (this.numWritten !== this.rows) {
      throw new RangeError(`${this.numWritten} of ${this.rows} rows written to ${this.path}`);
    }
    if (this.gathered !== undefined) this.writeFully(this.gathered, this.dataOffset);
    try {
      await this.earlyFlush.finish();
      fsyncSync(this.descriptor);
      this.closeOnce();
      await rename(this.temporaryPath, this.path);
      await syncFolder(dirname(this.path));
    } catch (error) {
      throw asStorageError(error, this.path);
    }
  }

  async abort(): Promise<void> {
    await this.earlyFlush.settle();
    if (this.open) this.closeOnce();
    await rm(this.temporaryPath, { force: true });
  }

  private closeOnce(): void {
    this.open = false;
    closeSync(this.descriptor);
  }

  private writeFully(bytes: Uint8Array, position: number): void {
    try {
      let done = 0;
      while (done < bytes.byteLength) {
        done += writeSync(this.descriptor, bytes, done, bytes.byteLength - done, position + done);
      }
      this.earlyFlush.wrote(done);
    } catch (error) {
      throw asStorageError(error, this.path);
    }
  }
}
