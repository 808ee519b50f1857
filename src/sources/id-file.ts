import { readFile } from 'node:fs/promises';
import { InputDataError } from '../errors.js';
import { readTextStart } from './text-file.js';

/**
 * Ids from a UTF-8 text file, one a line; line i belongs to row i. A last line end is optional; empty lines
 * and repeated ids are refused, because the rows after them would belong to other products.
 */
export async function readIdFile(path: string): Promise<string[]> {
  await readTextStart(path);
  const text = decodeUtf8(await readFile(path), path);
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const lineOf = new Map<string, number>();
  for (const [index, id] of lines.entries()) {
    if (id === '') throw fault(path, index, 'it is empty');
    const first = lineOf.get(id);
    if (first !== undefined) throw fault(path, index, `id "${id}" is also on line ${first + 1}`);
    lineOf.set(id, index);
  }
  return lines;
}

function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InputDataError(`Cannot read ${path}: it is not UTF-8 text.`, {
      code: 'ENCODING',
      cause: error,
      suggestions: ['Convert it with iconv -t UTF-8.'],
    });
  }
}

function fault(path: string, index: number, what: string): InputDataError {
  return new InputDataError(`${path}, line ${index + 1}: ${what}.`, {
    code: 'FEATURE_IDS',
    suggestions: ['Give one id a line, in the order of the rows of the feature matrix.'],
  });
}
