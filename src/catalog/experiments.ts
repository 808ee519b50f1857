import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';

export type ExperimentKind = 'sweep' | 'reproduction';

/** Many runs and what they are for; one row of table `experiments`. */
export interface ExperimentRecord {
  experiment: string;
  kind: ExperimentKind;
  /** What was asked for. */
  request: Record<string, unknown>;
  /** ISO 8601, UTC. */
  startedAt: string;
}

/** A piece of an experiment that is done; one row of table `experiment_steps`. */
export interface StepRecord extends StepLabels {
  /** Name of the step within its experiment. */
  step: string;
  /** Digest of everything that the result depends on: with another one the step has to be done again. */
  inputHash: string;
  status: 'completed' | 'failed';
  /** Of a failed step, as the command would have exited. */
  exitCode: number | null;
  error: string | null;
  /** JSON; null for a failed step. */
  result: unknown;
  wallSeconds: number;
  /** ISO 8601, UTC. */
  finishedAt: string;
}

/** What a step is about, for queries. */
export interface StepLabels {
  title: string;
  dataset?: string | undefined;
  /** Hyper-parameters that this cell of a sweep sets. */
  settings?: Readonly<Record<string, unknown>> | undefined;
  seed?: number | undefined;
  runId?: string | undefined;
}

/** Notes that an experiment starts or goes on. */
export async function recordExperiment(catalog: Catalog, record: ExperimentRecord): Promise<void> {
  const { experiment, kind, request, startedAt } = record;
  await catalog.run('DELETE FROM experiments WHERE experiment = $experiment', { experiment });
  await insertRow(catalog, 'experiments', {
    ...{ experiment, kind },
    request: JSON.stringify(request),
    started_at: startedAt,
  });
}

/** The experiment of this name, or undefined. */
export async function findExperiment(
  catalog: Catalog,
  experiment: string,
): Promise<ExperimentRecord | undefined> {
  const row = await catalog.row<Omit<ExperimentRecord, 'request'> & { request: string }>(
    `SELECT experiment, kind, request, started_at AS "startedAt" FROM experiments
     WHERE experiment = $experiment`,
    { experiment },
  );
  return row && { ...row, request: JSON.parse(row.request) as Record<string, unknown> };
}

/** Notes that every step of an experiment was tried. */
export async function finishExperiment(catalog: Catalog, experiment: string): Promise<void> {
  await catalog.run('UPDATE experiments SET finished_at = $now WHERE experiment = $experiment', {
    experiment,
    now: new Date().toISOString(),
  });
}

/** Stores a step, in place of what was stored under its name. */
export async function replaceStep(
  catalog: Catalog,
  experiment: string,
  record: StepRecord,
): Promise<void> {
  const { step } = record;
  const key = { experiment, step };
  await catalog.run(
    'DELETE FROM experiment_steps WHERE experiment = $experiment AND step = $step',
    key,
  );
  await insertRow(catalog, 'experiment_steps', {
    ...key,
    title: record.title,
    dataset: record.dataset ?? null,
    settings: record.settings === undefined ? null : JSON.stringify(record.settings),
    seed: record.seed ?? null,
    run_id: record.runId ?? null,
    input_hash: record.inputHash,
    status: record.status,
    exit_code: record.exitCode,
    error: record.error,
    result: record.result === null ? null : JSON.stringify(record.result),
    wall_seconds: record.wallSeconds,
    finished_at: record.finishedAt,
  });
}

/** What counts of a step that is done. */
export type CompletedStep = Pick<
  StepRecord,
  'step' | 'inputHash' | 'result' | 'wallSeconds' | 'runId'
>;

/** Every completed step of an experiment. */
export async function completedSteps(
  catalog: Catalog,
  experiment: string,
): Promise<CompletedStep[]> {
  const rows = await catalog.rows<
    Omit<CompletedStep, 'result' | 'runId'> & { result: string; runId: string | null }
  >(
    `SELECT step, input_hash AS "inputHash", result, wall_seconds AS "wallSeconds", run_id AS "runId"
     FROM experiment_steps WHERE experiment = $experiment AND status = 'completed'`,
    { experiment },
  );
  return rows.map(({ result, runId, ...row }) => ({
    ...row,
    result: JSON.parse(result) as unknown,
    runId: runId ?? undefined,
  }));
}
