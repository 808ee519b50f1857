import { InputDataError } from '../errors.js';

/**
 * The header of a NumPy `.npy` file: magic, version, then a Python dict literal, of which exactly the
 * three keys that NumPy writes are understood. Nothing is ever evaluated or unpickled.
 */
export interface NpyHeader {
  readonly dtype: NpyDtype;
  readonly rows: number;
  readonly dim: number;
  /** Bytes before the first number. */
  readonly dataOffset: number;
}

export type NpyDtype = '<f2' | '<f4' | '<f8';

export const BYTES_PER_VALUE: Readonly<Record<NpyDtype, number>> = { '<f2': 2, '<f4': 4, '<f8': 8 };

/** Enough for any header that NumPy writes for a two-dimensional array. */
export const MAX_HEADER_BYTES = 4096;

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
const ALIGNMENT = 64;

/** Reads the header from the first bytes of the file `path` (the name is for messages only). */
export function parseNpyHeader(start: Uint8Array, path: string): NpyHeader {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  if (bytes.length < 10 || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw fault(path, 'it does not start with the NumPy magic bytes, so it is no .npy file');
  }
  const major = bytes.readUInt8(6);
  if (major < 1 || major > 3) throw fault(path, `format version ${major} is unknown`);
  const textOffset = major === 1 ? 10 : 12;
  if (bytes.length < textOffset) throw fault(path, 'it ends inside its header');
  const textLength = major === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
  const dataOffset = textOffset + textLength;
  if (dataOffset > MAX_HEADER_BYTES) {
    throw fault(path, `its header claims ${textLength} bytes, more than a 2-D array needs`);
  }
  if (bytes.length < dataOffset) throw fault(path, 'it ends inside its header');
  return { ...parseDict(bytes.toString('latin1', textOffset, dataOffset), path), dataOffset };
}

function parseDict(text: string, path: string): Omit<NpyHeader, 'dataOffset'> {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (
    order === undefined ||
    shape === undefined ||
    (descr === undefined && !text.includes("'descr'"))
  ) {
    throw fault(path, 'its header lacks descr, fortran_order or shape');
  }
  const dtype = checkDtype(descr, path);
  if (order === 'True') {
    throw fault(path, 'its values are in Fortran (column) order', [
      'Save it with numpy.save(path, numpy.ascontiguousarray(features)).',
    ]);
  }
  const sizes = shape.split(',').filter((size) => size.trim() !== '');
  const [rows, dim] = sizes.map(Number);
  if (sizes.length !== 2 || rows === undefined || dim === undefined) {
    throw fault(path, `it has ${sizes.length} dimensions (${shape}), not 2`, [
      'Save one row per product: features.reshape(num_products, -1).',
    ]);
  }
  if (dim === 0 || !Number.isSafeInteger(rows * dim * 8)) {
    throw fault(path, `its shape (${shape}) makes no feature matrix`);
  }
  return { dtype, rows, dim };
}

function checkDtype(descr: string | undefined, path: string): NpyDtype {
  if (descr === '<f2' || descr === '<f4' || descr === '<f8') return descr;
  const cure = ['Save it as little-endian float32: features.astype("<f4").'];
  if (descr === undefined) throw fault(path, 'it holds records with named fields', cure);
  if (descr.includes('O')) {
    throw fault(path, 'it holds Python objects (pickle), which are never loaded', cure);
  }
  if (descr.startsWith('>')) throw fault(path, `its values are big-endian (${descr})`, cure);
  throw fault(path, `its values are of type ${descr}, not floating point`, cure);
}

/** The header bytes of a C-order float32 matrix, padded as NumPy pads them. */
export function formatNpyHeader(rows: number, dim: number): Uint8Array {
  const dict = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${dim}), }`;
  const unpadded = 10 + dict.length + 1;
  const total = Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT;
  const header = Buffer.alloc(total, ' ');
  MAGIC.copy(header);
  header.writeUInt16LE(1, 6); // version 1.0: major, then minor
  header.writeUInt16LE(total - 10, 8);
  header.write(dict, 10, 'latin1');
  header.write('\n', total - 1);
  return header;
}

function fault(path: string, what: string, suggestions: string[] = []): InputDataError {
  return new InputDataError(`Cannot read ${path}: ${what}.`, {
    code: 'NPY_FORMAT',
    suggestions,
  });
}
