import { MissingArtifactError } from '../errors.js';
import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';
import type { SqlParameters, SqlValue } from './database.js';
import { noCompletedRun } from './no-completed-run.js';
import { requireSplit } from './splits.js';

export type RunStatus = 'running' | 'completed' | 'failed' | 'cancelled';

/** A training run; one row of table `runs`. */
export interface RunRecord {
  runId: string;
  dataset: string;
  split: string;
  model: string;
  preset: string;
  /** Hyper-parameters that are not the preset's: `windowSize=5`; absent when all are. */
  changes?: string | undefined;
  seed: number;
  /** What was trained on what, how, and from which seed. */
  requestHash: string;
  status: RunStatus;
  config: Record<string, unknown>;
  versions: Record<string, unknown>;
  /** Name of the training device; unknown until the trainer has told. */
  device?: string;
  /** ISO 8601, UTC, as is `completedAt`. */
  startedAt: string;
  completedAt?: string;
  wallSeconds?: number;
  error?: string;
}

/** A run as it is read back. */
export interface StoredRun extends RunRecord {
  /** `inputHash` of the split that it was trained on. */
  splitInputHash: string;
  /** False once the data set or split of that name was replaced: the run's indices mean nothing then. */
  isCurrent: boolean;
}

const COLUMNS: Readonly<Record<keyof RunRecord, string>> = {
  runId: 'run_id',
  dataset: 'dataset',
  split: 'split',
  model: 'model',
  preset: 'preset',
  changes: 'changes',
  seed: 'seed',
  requestHash: 'request_hash',
  status: 'status',
  config: 'config',
  versions: 'versions',
  device: 'device',
  startedAt: 'started_at',
  completedAt: 'completed_at',
  wallSeconds: 'wall_seconds',
  error: 'error',
};

const SELECT = `
SELECT ${Object.entries(COLUMNS)
  .map(([name, column]) => `${column} AS "${name}"`)
  .join(', ')},
  split_input_hash AS "splitInputHash",
  run_id IN (SELECT run_id FROM current_runs) AS "isCurrent"
FROM runs`;

/**
 * Adds a run, or states it anew when it goes on. `splitInputHash` names the split that it reads, which may
 * have been replaced since; without it the present one is meant, and MissingArtifactError is thrown when
 * there is none.
 */
export async function insertRun(
  catalog: Catalog,
  { splitInputHash, ...run }: RunRecord & { splitInputHash?: string },
): Promise<void> {
  const inputHash =
    splitInputHash ?? (await requireSplit(catalog, run.dataset, run.split)).inputHash;
  await deleteRun(catalog, run.runId);
  await insertRow(catalog, 'runs', { ...toColumns(run), split_input_hash: inputHash });
}

/** Changes some fields of a run. */
export async function updateRun(
  catalog: Catalog,
  runId: string,
  fields: Partial<Omit<RunRecord, 'runId'>>,
): Promise<void> {
  const values = toColumns(fields);
  const assignments = Object.keys(values).map((column) => `${column} = $${column}`);
  if (assignments.length === 0) return;
  await catalog.run(`UPDATE runs SET ${assignments.join(', ')} WHERE run_id = $run_id`, {
    ...values,
    run_id: runId,
  });
}

/** Forgets that there was a run. Of one that was completed, more than this row would have to go. */
export async function deleteRun(catalog: Catalog, runId: string): Promise<void> {
  await catalog.run('DELETE FROM runs WHERE run_id = $runId', { runId });
}

/** The run, or undefined. */
export async function findRun(catalog: Catalog, runId: string): Promise<StoredRun | undefined> {
  const row = await catalog.row<RunRow>(`${SELECT} WHERE run_id = $runId`, { runId });
  return row && toRun(row);
}

/** Throws MissingArtifactError (`RUN_MISSING`). */
export async function readRun(catalog: Catalog, runId: string): Promise<StoredRun> {
  const run = await findRun(catalog, runId);
  if (run !== undefined) return run;
  throw new MissingArtifactError(`There is no run ${runId} in ${catalog.path}.`, {
    code: 'RUN_MISSING',
    suggestions: ['List the runs with `vasg query --name runs`.'],
  });
}

/** Restricts a choice of runs; what is absent does not. */
export interface RunFilter {
  dataset?: string | undefined;
  split?: string | undefined;
}

const COMPLETED = `
SELECT * FROM (${SELECT})
WHERE status = 'completed' AND "isCurrent"
  AND ($dataset IS NULL OR dataset = $dataset) AND ($split IS NULL OR split = $split)`;

/**
 * The run that completed last, of one data set or split or of all; runs whose data set or split was replaced
 * since do not count. Throws MissingArtifactError (`RUN_MISSING`).
 */
export async function latestRun(
  catalog: Catalog,
  { dataset, split }: RunFilter = {},
): Promise<StoredRun> {
  const row = await catalog.row<RunRow>(
    `${COMPLETED} ORDER BY "completedAt" DESC, "runId" DESC LIMIT 1`,
    { dataset: dataset ?? null, split: split ?? null },
  );
  if (row !== undefined) return toRun(row);
  throw await noCompletedRun(catalog, { dataset, split });
}

/**
 * Of each model and preset the run that completed last on a split, by model and preset; one that changed the preset
 * only where there is no other.
 */
export async function latestRunOfEach(
  catalog: Catalog,
  { dataset, split }: Required<RunFilter>,
): Promise<StoredRun[]> {
  const rows = await catalog.rows<RunRow>(
    `${COMPLETED}
     QUALIFY row_number() OVER (
       PARTITION BY model, preset
       ORDER BY changes IS NOT NULL, "completedAt" DESC, "runId" DESC) = 1
     ORDER BY model, preset`,
    { dataset: dataset ?? null, split: split ?? null },
  );
  return rows.map(toRun);
}

/** Current runs of a split with this hash, the first to be started first. */
export async function runsOfRequest(
  catalog: Catalog,
  request: { dataset: string; split: string; requestHash: string },
): Promise<StoredRun[]> {
  const rows = await catalog.rows<RunRow>(
    `SELECT * FROM (${SELECT})
     WHERE dataset = $dataset AND split = $split AND "requestHash" = $requestHash AND "isCurrent"
     ORDER BY "startedAt", "runId"`,
    request,
  );
  return rows.map(toRun);
}

type RunRow = Omit<StoredRun, 'config' | 'versions'> & Record<'config' | 'versions', string>;

function toRun(row: RunRow): StoredRun {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  return {
    ...(Object.fromEntries(present) as unknown as RunRow),
    config: JSON.parse(row.config) as Record<string, unknown>,
    versions: JSON.parse(row.versions) as Record<string, unknown>,
  };
}

function toColumns(run: Partial<RunRecord>): SqlParameters {
  const fields = Object.entries(COLUMNS) as [keyof RunRecord, string][];
  return Object.fromEntries(
    fields.flatMap(([field, column]): [string, SqlValue][] => {
      const value = run[field];
      if (value === undefined) return [];
      return [[column, typeof value === 'object' ? JSON.stringify(value) : value]];
    }),
  );
}
