import { Bench } from '../../src/experiments/reproduce/bench.js';
import { QUICK } from '../../src/experiments/reproduce/sizes.js';
import type { Trial, Trials } from '../../src/experiments/reproduce/trial.js';
import { StepLog } from '../../src/experiments/steps/step-log.js';
import { silentProgress } from '../../src/progress/progress.js';
import { temporaryFolder } from './workspace.js';

/** One seed on a shop that nobody has. */
export const trialOf = (seed: number, dataset = 'men'): Trial => ({
  shop: { dataset, category: 'Men', cut: 'label', synthetic: false, numProducts: 9 },
  ...{ seed, split: `seed-${seed}` },
  inputs: { featuresSha256: '', splitHash: '' },
});

/** Seeds 1 to `count`. */
export const trialsOf = (count: number): Trials =>
  Array.from({ length: count }, (_, i) => trialOf(i + 1)) as [Trial, ...Trial[]];

/** A bench in an empty workspace, and the log in which tests note what was found. */
export async function makeBench(): Promise<{ bench: Bench; log: StepLog }> {
  const workspace = temporaryFolder();
  const log = await StepLog.open({
    ...{ workspace, experiment: 'e', kind: 'reproduction', request: {} },
  });
  const bench = new Bench({
    ...{ log, sizes: QUICK, overrides: {} },
    options: {
      ...{ workspace, threads: 1, progress: silentProgress },
      signal: new AbortController().signal,
      trainer: { device: 'cpu', cacheFolder: '' },
    },
  });
  return { bench, log };
}
