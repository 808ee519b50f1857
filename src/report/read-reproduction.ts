import { readFile } from 'node:fs/promises';
import type { Reproduction } from '../experiments/reproduce/reproduction.js';
import { InputDataError, MissingArtifactError } from '../errors.js';
import { reproductionSchema } from './reproduction-schema.js';

/** How many faults of a file are named. */
const NAMED_FAULTS = 3;

/**
 * Reads what `vasg reproduce` wrote.
 *
 * @throws MissingArtifactError when there is no such file
 * @throws InputDataError when it holds something else
 */
export async function readReproduction(file: string): Promise<Reproduction> {
  const text = await readText(file);
  const { success, data, error } = reproductionSchema.safeParse(parseJson(file, text));
  if (success) return data;
  const faults = error.issues
    .slice(0, NAMED_FAULTS)
    .map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  throw new InputDataError(`${file} is no result of this version: ${faults.join('; ')}.`, {
    code: 'REPRODUCTION_MALFORMED',
    suggestions: ['Run `vasg reproduce` again; what is done is not repeated.'],
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new MissingArtifactError(`Cannot read ${file}: ${(error as Error).message}`, {
      code: 'REPRODUCTION_MISSING',
      suggestions: ['Run `vasg reproduce` first, or name the file that it wrote.'],
      cause: error,
    });
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputDataError(`${file} is no JSON: ${(error as Error).message}`, {
      code: 'REPRODUCTION_MALFORMED',
      cause: error,
    });
  }
}
