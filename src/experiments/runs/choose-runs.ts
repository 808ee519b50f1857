import { withCatalog, type Catalog } from '../../catalog/connection.js';
import { noCompletedRun } from '../../catalog/no-completed-run.js';
import { latestRun, latestRunOfEach, readRun, type StoredRun } from '../../catalog/runs.js';
import { requireSplit } from '../../catalog/splits.js';
import { UsageError } from '../../errors.js';
import { requireCurrent } from './load-run.js';
import { runLabels, type RunLabels } from './run-labels.js';

/** Runs that are compared with each other, and the one split that all of them were trained on. */
export interface ChosenRuns {
  dataset: string;
  split: string;
  runIds: string[];
  /** What to call them in tables. */
  labels: RunLabels;
}

export interface RunsChoice {
  /**
   * Run ids, `latest`, or `latest-of-each`: of each model and preset the run that completed last, one that changed the
   * preset only where there is no other.
   */
  runs: readonly string[] | 'latest-of-each';
  /** What `latest` and `latest-of-each` refer to; the latter needs both. */
  dataset?: string | undefined;
  split?: string | undefined;
}

/**
 * Finds the runs to compare, each once. Throws MissingArtifactError for one that is not there, not complete or no longer
 * current, and UsageError for runs of different splits.
 */
export async function chooseRuns(workspace: string, choice: RunsChoice): Promise<ChosenRuns> {
  const runs = await withCatalog(workspace, 'read', (catalog) =>
    choice.runs === 'latest-of-each'
      ? latestOfEach(catalog, choice)
      : Promise.all(choice.runs.map((runId) => oneRun(catalog, runId, choice))),
  );
  for (const run of runs) requireCurrent(run);
  const [{ dataset, split }] = runs as [StoredRun];
  const stranger = runs.find((run) => run.dataset !== dataset || run.split !== split);
  if (stranger !== undefined) throw strangeRun(stranger, { dataset, split });
  const of = { dataset: choice.dataset ?? dataset, split: choice.split ?? split };
  if (of.dataset !== dataset || of.split !== split) throw strangeRun(runs[0]!, of);
  const runIds = [...new Set(runs.map((run) => run.runId))];
  return { dataset, split, runIds, labels: runLabels(runs) };
}

async function oneRun(catalog: Catalog, runId: string, choice: RunsChoice): Promise<StoredRun> {
  if (runId === 'latest') return latestRun(catalog, choice);
  return readRun(catalog, runId);
}

async function latestOfEach(
  catalog: Catalog,
  { dataset, split = 'default' }: RunsChoice,
): Promise<StoredRun[]> {
  if (dataset === undefined) {
    throw new UsageError('--runs latest-of-each needs --dataset.', {
      suggestions: ['List the data sets: `vasg query "SELECT dataset FROM datasets"`.'],
    });
  }
  await requireSplit(catalog, dataset, split);
  const runs = await latestRunOfEach(catalog, { dataset, split });
  if (runs.length > 0) return runs;
  throw await noCompletedRun(catalog, { dataset, split });
}

function strangeRun(run: StoredRun, of: { dataset: string; split: string }): UsageError {
  return new UsageError(
    `Run ${run.runId} was trained on split ${run.split} of ${run.dataset}, not on split ${of.split} of ${of.dataset}.`,
    {
      code: 'RUN_OF_OTHER_SPLIT',
      suggestions: ['Runs are compared on one split: evaluate them apart.'],
    },
  );
}
