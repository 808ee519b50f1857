import { InputDataError } from '../errors.js';
import type { InputFile } from './input-file.js';

export const ID_BYTES = 10;

/** Features of the Caffe network that the 2014 Amazon release carries (FC7). */
const USUAL_DIM = 4096;
const MAX_DIM = 65_536;
/** Records whose ids must look like ids before a guessed length is believed. */
const NUM_PROBES = 64;
/** So many ids in a row are no coincidence. */
const SURE_RECORDS = 4;

export const recordBytes = (dim: number): number => ID_BYTES + 4 * dim;

/** The id in the first ten bytes of a record, without its padding, or undefined if it is none. */
export function parseRecordId(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, ID_BYTES).toString('latin1');
  const id = text.replace(/^ +|[ \0]+$/g, '');
  return /^[\x21-\x7e]+$/.test(id) ? id : undefined;
}

/**
 * The length of the vectors in a `.b` file. The format does not store it, so it is the first of: `given`;
 * 4096 if records of that length fill the file and begin with ids; the shortest length of which both is
 * true. Throws InputDataError when the file is cut short or no length fits. Few records may fill a file by
 * chance: a length that many ids speak for wins against them, even if the file then is cut short.
 */
export function findFeatureDim(file: InputFile, given: number | undefined): number {
  if (file.sizeBytes === 0)
    throw new InputDataError(`${file.path} is empty.`, { code: 'NO_FEATURES' });
  refuseGzip(file);
  if (given !== undefined) {
    checkWhole(file, given);
    return given;
  }
  const whole = findDim(file, (dim) => fills(file, dim) && beginWithIds(file, dim));
  if (whole !== undefined && numRecords(file, whole) >= SURE_RECORDS) return whole;
  const likely = findDim(
    file,
    (dim) => numRecords(file, dim) >= SURE_RECORDS && beginWithIds(file, dim),
  );
  // Text looks like ids at any length, which speaks for none.
  if (likely !== undefined && !beginWithIds(file, likely + 1)) checkWhole(file, likely);
  if (whole !== undefined) return whole;
  if (beginWithIds(file, USUAL_DIM)) checkWhole(file, USUAL_DIM);
  throw new InputDataError(
    `Cannot read ${file.path}: no vector length makes its ${file.sizeBytes} bytes whole records of ` +
      'a 10-byte id and float32 values.',
    {
      code: 'FEATURES_FORMAT',
      suggestions: [
        'Give the length with --feature-dim to see where the file breaks off.',
        'Check that the file is an image_features .b file and that its download was complete.',
      ],
    },
  );
}

/** The usual length first, then the shortest. */
function findDim(file: InputFile, isRight: (dim: number) => boolean): number | undefined {
  if (isRight(USUAL_DIM)) return USUAL_DIM;
  for (let dim = 1; dim <= MAX_DIM && recordBytes(dim) <= file.sizeBytes; dim++) {
    if (isRight(dim)) return dim;
  }
  return undefined;
}

function numRecords(file: InputFile, dim: number): number {
  return Math.floor(file.sizeBytes / recordBytes(dim));
}

function fills(file: InputFile, dim: number): boolean {
  return file.sizeBytes % recordBytes(dim) === 0;
}

function beginWithIds(file: InputFile, dim: number): boolean {
  const id = new Uint8Array(ID_BYTES);
  const count = numRecords(file, dim);
  for (let record = 0; record < Math.min(count, NUM_PROBES); record++) {
    file.peekAt(id, record * recordBytes(dim));
    if (parseRecordId(id) === undefined) return false;
  }
  return count > 0;
}

function checkWhole(file: InputFile, dim: number): void {
  const length = recordBytes(dim);
  const rest = file.sizeBytes % length;
  if (rest === 0) return;
  const record = Math.floor(file.sizeBytes / length);
  throw new InputDataError(
    `${file.path} is cut short at byte ${file.sizeBytes}: record ${record + 1} begins at byte ` +
      `${record * length} and has ${rest} of ${length} bytes (10 of id, ${dim} float32 values).`,
    {
      code: 'FEATURES_TRUNCATED',
      suggestions: [
        'Download or copy the file again and compare its size with the original.',
        `If the vectors are not ${dim} long, give their length with --feature-dim.`,
      ],
    },
  );
}

function refuseGzip(file: InputFile): void {
  const magic = new Uint8Array(2);
  file.peekAt(magic, 0);
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return;
  throw new InputDataError(`Cannot read ${file.path}: it is packed with gzip.`, {
    code: 'FEATURES_FORMAT',
    suggestions: ['Unpack it first with gunzip: features are read by position.'],
  });
}
