import { splitDataset } from '../../datasets/split-dataset.js';

/** As `vasg data split` has them when not told otherwise. */
export const COLD_SHARE = 0.5;
export const VALIDATION_SHARE = 0.1;

/**
 * Makes the split `seed-<seed>` of a data set unless it is there; returns its name. Throws UsageError when the
 * name is taken by a split with other options.
 */
export async function seedSplit(dataset: string, seed: number, workspace: string): Promise<string> {
  const split = `seed-${seed}`;
  const shares = { coldShare: COLD_SHARE, validationShare: VALIDATION_SHARE };
  await splitDataset({ dataset, split, seed, ...shares, replace: false }, workspace);
  return split;
}
