import { createHash, type Hash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InputDataError } from '../errors.js';
import { oneAhead } from '../files/one-ahead.js';
import { openInputFile, type InputFile } from './input-file.js';

/** What identifies the content of an input file. */
export interface InputDigest {
  path: string;
  /** Hexadecimal. */
  sha256: string;
  sizeBytes: number;
}

const BLOCK_BYTES = 1 << 20;

/**
 * Reads a file once for its SHA-256. A `.gz` file is unpacked on the way, because DuckDB takes one that is
 * cut short or damaged for a shorter file. Throws InputDataError; aborts with the signal's reason.
 */
export async function digestInput(path: string, signal?: AbortSignal): Promise<InputDigest> {
  const file = await openInputFile(path);
  const hash = createHash('sha256');
  try {
    if (file.sizeBytes > 0 && path.endsWith('.gz')) await checkGzip(file, hash, signal);
    else for await (const block of oneAhead(blocksOf(file, signal))) hash.update(block);
    return { path, sha256: hash.digest('hex'), sizeBytes: file.sizeBytes };
  } finally {
    await file.close();
  }
}

async function checkGzip(file: InputFile, hash: Hash, signal?: AbortSignal): Promise<void> {
  let numBytes = 0;
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const block of blocksOf(file, signal)) {
      hash.update(block);
      numBytes += block.byteLength;
      yield block;
    }
  }
  const discard = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(hashed, createGunzip(), discard);
  } catch (error) {
    signal?.throwIfAborted();
    throw new InputDataError(
      `Cannot read ${file.path}: its gzip data is damaged or cut short near byte ${numBytes} of ` +
        `${file.sizeBytes} (${(error as Error).message}).`,
      {
        code: 'GZIP_DAMAGED',
        cause: error,
        suggestions: ['Download or copy the file again and compare its size with the original.'],
      },
    );
  }
}

/** The file's bytes; each block is a buffer of its own, because a consumer may still be using the last. */
async function* blocksOf(file: InputFile, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < file.sizeBytes; position += BLOCK_BYTES) {
    signal?.throwIfAborted();
    const block = new Uint8Array(Math.min(BLOCK_BYTES, file.sizeBytes - position));
    const length = await file.readAt(block, position);
    yield block.subarray(0, length);
  }
}
