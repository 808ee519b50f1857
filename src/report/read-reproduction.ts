import type { Reproduction } from '../experiments/reproduce/reproduction.js';
import { InputDataError } from '../errors.js';
import { readJson } from '../files/read-json.js';
import { reproductionSchema } from './reproduction-schema.js';

/** A reproduction of four categories over many seeds has a few megabytes. */
const MAX_BYTES = 64 * 1024 * 1024;
/** How many faults of a file are named. */
const NAMED_FAULTS = 3;

/**
 * Reads what `vasg reproduce` wrote.
 *
 * @throws MissingArtifactError when there is no such file
 * @throws InputDataError when it holds something else
 */
export async function readReproduction(file: string): Promise<Reproduction> {
  const value = await readJson({
    ...{ path: file, title: 'the reproduction', maxBytes: MAX_BYTES },
    codes: { missing: 'REPRODUCTION_MISSING', malformed: 'REPRODUCTION_MALFORMED' },
    suggestions: ['Run `vasg reproduce` first, or name the file that it wrote.'],
  });
  const { success, data, error } = reproductionSchema.safeParse(value);
  if (success) return data;
  const faults = error.issues
    .slice(0, NAMED_FAULTS)
    .map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  throw new InputDataError(`${file} is no result of this version: ${faults.join('; ')}.`, {
    code: 'REPRODUCTION_MALFORMED',
    suggestions: ['Run `vasg reproduce` again; what is done is not repeated.'],
  });
}
