import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { writeAtomically } from './files/atomic-file.js';
import { InputDataError, MissingArtifactError } from './errors.js';

/** float32 tensors by name; `data` is C order, its length the product of `shape`. */
export type TensorMap = Map<string, { shape: number[]; data: Float32Array }>;

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const MAX_HEADER_BYTES = 100_000_000;
const FLOAT32_BYTES = 4;

/**
 * Writes a safetensors file: 8 bytes header length, JSON header, raw little-endian data. Same tensors and
 * metadata, same bytes. Returns the file's SHA-256 in hex.
 */
export async function writeSafetensors(
  path: string,
  tensors: TensorMap,
  metadata: Readonly<Record<string, string>> = {},
): Promise<string> {
  const header = encodeHeader(tensors, metadata);
  const digest = createHash('sha256');
  await writeAtomically(path, async (file) => {
    for (const part of [header, ...[...tensors.values()].map(({ data }) => bytesOf(data))]) {
      digest.update(part);
      await file.writeFile(part);
    }
  });
  return digest.digest('hex');
}

/**
 * Reads a safetensors file whose tensors are all float32. Throws InputDataError when it is malformed, or
 * when it has not the SHA-256 (hex) that it should have.
 */
export async function readSafetensors(path: string, sha256?: string): Promise<TensorMap> {
  const file = await openForReading(path);
  try {
    if (sha256 !== undefined) await checkDigest(file, path, sha256);
    const { size } = await file.stat();
    const { entries, dataStart } = await readHeader(file, path, size);
    const tensors: TensorMap = new Map();
    for (const [name, entry] of Object.entries(entries)) {
      if (name === '__metadata__') continue;
      tensors.set(name, await readTensor(file, path, name, entry, dataStart, size));
    }
    return tensors;
  } finally {
    await file.close();
  }
}

function encodeHeader(tensors: TensorMap, metadata: Readonly<Record<string, string>>): Buffer {
  const entries: Record<string, HeaderEntry | Readonly<Record<string, string>>> = {
    __metadata__: metadata,
  };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const end = offset + data.byteLength;
    entries[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  // Spaces pad the header so that the data starts 8-byte aligned, as the format asks.
  const json = JSON.stringify(entries);
  const text = json.padEnd(json.length + ((8 - (Buffer.byteLength(json) % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  return Buffer.concat([length, Buffer.from(text)]);
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw new MissingArtifactError(`Cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function checkDigest(file: FileHandle, path: string, sha256: string): Promise<void> {
  const digest = createHash('sha256');
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) {
    digest.update(chunk as Buffer);
  }
  if (digest.digest('hex') === sha256) return;
  throw new InputDataError(
    `${path} is not the file that its manifest names: it was changed or damaged.`,
    {
      code: 'FILE_CHANGED',
      suggestions: ['Restore the file, or train again.'],
    },
  );
}

async function readHeader(
  file: FileHandle,
  path: string,
  size: number,
): Promise<{ entries: Record<string, HeaderEntry>; dataStart: number }> {
  const length = Buffer.alloc(8);
  const { bytesRead } = await file.read(length, 0, 8, 0);
  const headerBytes = bytesRead === 8 ? Number(length.readBigUInt64LE()) : Infinity;
  if (headerBytes > Math.min(size - 8, MAX_HEADER_BYTES)) {
    throw new InputDataError(`${path} is no safetensors file, or it is truncated.`);
  }
  const text = Buffer.alloc(headerBytes);
  await file.read(text, 0, headerBytes, 8);
  try {
    const entries = JSON.parse(text.toString('utf8')) as Record<string, HeaderEntry>;
    for (const [name, entry] of Object.entries(entries)) checkEntry(name, entry);
    return { entries, dataStart: 8 + headerBytes };
  } catch (error) {
    throw new InputDataError(`${path} has a damaged safetensors header.`, { cause: error });
  }
}

function checkEntry(name: string, entry: Partial<HeaderEntry> | null): void {
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const isList = (value: unknown, length?: number) =>
    Array.isArray(value) &&
    value.every(isCount) &&
    (length === undefined || value.length === length);
  if (name === '__metadata__') return;
  if (!isList(entry?.shape) || !isList(entry?.data_offsets, 2)) throw new TypeError(name);
}

async function readTensor(
  file: FileHandle,
  path: string,
  name: string,
  entry: HeaderEntry,
  dataStart: number,
  size: number,
): Promise<{ shape: number[]; data: Float32Array }> {
  const [start, end] = entry.data_offsets;
  const length = entry.shape.reduce((product, extent) => product * extent, 1);
  const fits = end - start === length * FLOAT32_BYTES && start >= 0 && dataStart + end <= size;
  if (entry.dtype !== 'F32' || !fits) {
    throw new InputDataError(`${path}: tensor "${name}" is truncated or not float32.`);
  }
  const data = new Float32Array(length);
  const bytes = bytesOf(data);
  await readFully(file, bytes, dataStart + start);
  return { shape: entry.shape, data };
}

const MAX_READ_BYTES = 1 << 30;

/** One read call moves at most 2 GiB, so large tensors take several. */
async function readFully(file: FileHandle, target: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < target.byteLength;) {
    const length = Math.min(MAX_READ_BYTES, target.byteLength - done);
    const { bytesRead } = await file.read(target, done, length, position + done);
    if (bytesRead === 0) throw new InputDataError('A safetensors file shrank while it was read.');
    done += bytesRead;
  }
}

function bytesOf(data: Float32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
