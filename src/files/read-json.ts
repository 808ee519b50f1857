import { readFile, stat } from 'node:fs/promises';
import { InputDataError, MissingArtifactError } from '../errors.js';
import { findDuplicateKey, type DuplicateKey } from './duplicate-key.js';
import { whyUnreadable } from './why-unreadable.js';

/** What a JSON file is to its reader. */
export interface JsonFile {
  path: string;
  /** For people, e.g. `the configuration file`. */
  title: string;
  /** Codes of the errors, where they have their own. */
  codes?: { missing: string; malformed: string };
  /** What to do about a file that is not there, or not JSON. */
  suggestions?: string[];
  maxBytes: number;
}

/**
 * Reads a JSON file that a user names. A mark of the byte order, which editors of Windows put first, is no part of it.
 *
 * @throws MissingArtifactError when it cannot be read
 * @throws InputDataError when it holds something else, or an object with a key twice
 */
export async function readJson(file: JsonFile): Promise<unknown> {
  const { path, title, suggestions } = file;
  const reason = await whyUnreadable(path);
  if (reason !== undefined) {
    const code = file.codes?.missing;
    throw new MissingArtifactError(`Cannot read ${title} ${path}: ${reason}.`, {
      ...(code !== undefined && { code }),
      ...(suggestions !== undefined && { suggestions }),
    });
  }
  const { size } = await stat(path);
  if (size > file.maxBytes) {
    throw malformed(file, `has ${size} bytes, more than the ${file.maxBytes} that make sense`);
  }
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  const { value, twice } = parse(text, file);
  if (twice !== undefined) {
    throw malformed(file, `names ${twice.path} twice, the second time in line ${twice.line}`);
  }
  return value;
}

function parse(text: string, file: JsonFile): { value: unknown; twice: DuplicateKey | undefined } {
  try {
    return { value: JSON.parse(text), twice: findDuplicateKey(text) };
  } catch (error) {
    // The second takes as much stack as values are nested.
    throw malformed(file, `is not valid JSON: ${(error as Error).message}`, error);
  }
}

function malformed({ path, codes, suggestions }: JsonFile, what: string, cause?: unknown) {
  return new InputDataError(`${path} ${what}.`, {
    ...(codes !== undefined && { code: codes.malformed }),
    ...(suggestions !== undefined && { suggestions }),
    ...(cause !== undefined && { cause }),
  });
}
