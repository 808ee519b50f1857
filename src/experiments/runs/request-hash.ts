import { createHash } from 'node:crypto';
import type { RunRequest } from '../../run-directory.js';

/** Raise when the same request no longer gives the same model. */
const TRAINING_VERSION = 1;

/** What decides a model. Names of data set, split and preset do not; their contents do. */
export type ModelRequest = Pick<RunRequest, 'model' | 'hyperparameters' | 'seed' | 'inputs'>;

/**
 * Equal hash, equal model: two such runs give the same bytes if they are trained by the same release, on the CPU of
 * the same machine, with as many threads.
 */
export function requestHash({ model, hyperparameters, seed, inputs }: ModelRequest): string {
  const { featuresSha256, splitHash } = inputs;
  const version = TRAINING_VERSION;
  return digestOf({ version, featuresSha256, splitHash, model, hyperparameters, seed });
}

/** SHA-256 in hex of a JSON value, whatever the order in which its keys were set. */
export function digestOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return createHash('sha256').update(text).digest('hex');
}
