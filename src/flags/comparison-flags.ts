import { Flags } from '@oclif/core';
import { UsageError } from '../errors.js';
import { chooseRuns, type ChosenRuns } from '../experiments/runs/choose-runs.js';
import { datasetFlag, parseName, seedFlag, splitFlag } from './flags.js';

/** Flags of commands that compare runs of one split on a random sample. */
export const comparisonFlags = {
  dataset: datasetFlag({ required: true }),
  split: splitFlag(),
  runs: Flags.string({
    summary:
      'Runs to compare: ids separated by commas, "latest", "latest-of-each" for the newest completed one of every model and preset (with other hyper-parameters only where there is no other), or "none".',
    helpValue: 'LIST',
    default: 'latest-of-each',
  }),
  seed: seedFlag({ summary: 'Seed of the random sample, 0 to 4294967295.' }),
};

/** What the flags come to, as the parser hands them over. */
interface ComparisonFlagValues {
  dataset?: string | undefined;
  split?: string | undefined;
  runs: string;
}

/**
 * The runs that the flags ask for. Throws UsageError and MissingArtifactError as `chooseRuns` does, and UsageError
 * for no runs of no data set.
 */
export async function comparedRuns(
  workspace: string,
  { dataset, split, runs }: ComparisonFlagValues,
): Promise<ChosenRuns> {
  if (runs === 'none') {
    if (dataset === undefined) throw new UsageError('--runs none needs --dataset.');
    return { dataset, split: split ?? 'default', runIds: [], labels: new Map() };
  }
  const wanted =
    runs === 'latest-of-each'
      ? runs
      : await Promise.all(runs.split(',').map((name) => parseName(name.trim())));
  return chooseRuns(workspace, { runs: wanted, dataset, split });
}

/** Throws UsageError when there is neither a run nor a baseline to measure. */
export function requireContestants({ runIds }: ChosenRuns, baselines: readonly string[]): void {
  if (runIds.length > 0 || baselines.length > 0) return;
  throw new UsageError('There is nothing to measure: neither a run nor a baseline was asked for.', {
    suggestions: ['Ask for runs with --runs, e.g. latest-of-each.'],
  });
}
