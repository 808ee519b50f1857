import { splitDataset } from '../../datasets/split-dataset.js';
import { SPLIT_DEFAULTS } from '../../splitting/assign.js';

/**
 * Makes the split `seed-<seed>` of a data set, with the options that `vasg data split` has when not told otherwise,
 * unless it is there; returns its name. Throws UsageError when the name is taken by a split with other options.
 */
export async function seedSplit(dataset: string, seed: number, workspace: string): Promise<string> {
  const split = `seed-${seed}`;
  await splitDataset({ dataset, split, seed, ...SPLIT_DEFAULTS, replace: false }, workspace);
  return split;
}
