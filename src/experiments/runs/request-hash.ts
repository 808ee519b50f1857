import { createHash } from 'node:crypto';
import type { ModelName } from '../../config/models.js';
import type { RunRequest } from '../../run-directory.js';

/**
 * Of the training of each model. Raise it when the same request no longer gives the same model, as when a
 * hyper-parameter comes to mean something else.
 */
export const TRAINING_VERSIONS: Readonly<Record<ModelName, number>> = {
  // Noise on features is drawn in blocks; rows of large tables catch up when they are read.
  vasg: 4,
  skipgram: 4,
  deepwalk: 4,
  // Rows of large tables catch up when they are read.
  bpr: 3,
  vbpr: 3,
  ibr: 1,
};

/** What decides a model. Names of data set, split and preset do not; their contents do. */
export type ModelRequest = Pick<
  RunRequest,
  'model' | 'hyperparameters' | 'seed' | 'inputs' | 'fusedMultiplyAdd'
>;

/**
 * Equal hash, equal model: two such runs give the same bytes if they are trained by the same release, on the CPU of
 * the same machine, with as many threads. `version` is the present one unless told.
 */
export function requestHash(
  { model, hyperparameters, seed, inputs, fusedMultiplyAdd }: ModelRequest,
  version: number = TRAINING_VERSIONS[model],
): string {
  const { featuresSha256, splitHash } = inputs;
  const arithmetic = fusedMultiplyAdd === true ? { fusedMultiplyAdd } : {};
  return digestOf({
    ...{ version, featuresSha256, splitHash, model, hyperparameters, seed },
    ...arithmetic,
  });
}

/** By which version of its model's training a run was started; those of before it was kept are of the first. */
export function trainingVersionOf({
  trainingVersion,
}: Pick<RunRequest, 'trainingVersion'>): number {
  return trainingVersion ?? 1;
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
