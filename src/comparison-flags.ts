import { Flags } from '@oclif/core';
import { chooseRuns, type ChosenRuns } from './experiments/choose-runs.js';
import { datasetFlag, parseName, seedFlag, splitFlag } from './flags.js';

/** Flags of commands that compare runs of one split on a random sample. */
export const comparisonFlags = {
  dataset: datasetFlag({ required: true }),
  split: splitFlag(),
  runs: Flags.string({
    summary:
      'Runs to compare: ids separated by commas, "latest", "latest-of-each" for the newest completed one of every model and preset, or "none".',
    helpValue: 'LIST',
    default: 'latest-of-each',
  }),
  seed: seedFlag({ summary: 'Seed of the random sample, 0 to 4294967295.' }),
};

/** What the flags come to, as the parser hands them over. */
interface ComparisonFlagValues {
  dataset: string;
  split: string;
  runs: string;
}

/** The runs that the flags ask for. Throws UsageError and MissingArtifactError as `chooseRuns` does. */
export async function comparedRuns(
  workspace: string,
  { dataset, split, runs }: ComparisonFlagValues,
): Promise<ChosenRuns> {
  if (runs === 'none') return { dataset, split, runIds: [] };
  const wanted =
    runs === 'latest-of-each'
      ? runs
      : await Promise.all(runs.split(',').map((name) => parseName(name.trim())));
  return chooseRuns(workspace, { runs: wanted, dataset, split });
}
