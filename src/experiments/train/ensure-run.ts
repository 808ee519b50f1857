import { withCatalog } from '../../catalog/connection.js';
import { deleteRun, runsOfRequest, type StoredRun } from '../../catalog/runs.js';
import { RunDirectory } from '../../run-directory.js';
import { UsageError } from '../../errors.js';
import type { DeviceChoice } from '../../trainer/process/start-trainer.js';
import { inputsOfSplit } from '../runs/inputs-of-split.js';
import { requestHash } from '../runs/request-hash.js';
import { deviceKindOf } from '../runs/trained-on.js';
import { OTHER_DEVICE } from './record-run.js';
import { askedDevice } from './open-trainer.js';
import { resumeRun, trainRun, type NewRun, type TrainOptions } from './train-run.js';

/** How a run came about. */
export type RunOrigin = 'reused' | 'resumed' | 'trained';

export interface EnsuredRun {
  runId: string;
  origin: RunOrigin;
}

/**
 * A completed run of this request: one that exists, one that was interrupted and goes on, or a new one. Killed at any
 * moment and asked again, it gives the same model (on a CPU). Where a device is asked for, runs of another are left
 * alone; an interrupted run of another is not gone on with in any case. Throws what training throws;
 * MissingArtifactError (`STATE_IN_USE`) when another process is at work on the run.
 */
export async function ensureRun(newRun: NewRun, options: TrainOptions): Promise<EnsuredRun> {
  const { workspace, trainer } = options;
  const runs = await runsLike(newRun, workspace);
  await forgetUnstarted(runs, workspace);
  const choice = chooseRun(runs, askedDevice(trainer));
  if (choice.origin === 'reused') return choice;
  if (choice.origin === 'resumed' && (await isResumed(choice.runId, options))) return choice;
  const { runId } = await trainRun(newRun, options);
  return { runId, origin: 'trained' };
}

/** Goes on with a run, unless the trainer turns out to have another device than it was started on. */
async function isResumed(runId: string, options: TrainOptions): Promise<boolean> {
  try {
    await resumeRun(runId, options);
    return true;
  } catch (error) {
    if (error instanceof UsageError && error.code === OTHER_DEVICE) return false;
    throw error;
  }
}

/** A run of the catalog and what is left of its folder. */
export interface KnownRun extends Pick<StoredRun, 'runId' | 'status' | 'startedAt'> {
  /** What it was trained on; undefined before any trainer had it. */
  device: 'cpu' | 'cuda' | undefined;
  /** None: it was deleted. Request: it can be resumed. Manifest: it is complete. */
  folder: 'none' | 'request' | 'manifest';
}

/** Which of the runs of one request to use on `device`, the first started first. */
export function chooseRun(
  all: readonly KnownRun[],
  device: DeviceChoice,
): { origin: 'reused' | 'resumed'; runId: string } | { origin: 'trained' } {
  const runs = all.filter((run) => device === 'auto' || (run.device ?? device) === device);
  const complete = runs.find((run) => run.folder === 'manifest' && run.status === 'completed');
  if (complete !== undefined) return { origin: 'reused', runId: complete.runId };
  // Complete, but killed before the catalog knew: a resume records it. Else the youngest has come furthest.
  const unfinished =
    runs.find((run) => run.folder === 'manifest') ??
    runs.findLast((run) => run.folder === 'request' && run.status !== 'completed');
  if (unfinished !== undefined) return { origin: 'resumed', runId: unfinished.runId };
  return { origin: 'trained' };
}

async function runsLike(newRun: NewRun, workspace: string): Promise<KnownRun[]> {
  const { dataset, split } = newRun;
  const runs = await withCatalog(workspace, 'read', async (catalog) => {
    const hash = requestHash({ ...newRun, inputs: await inputsOfSplit(catalog, dataset, split) });
    return runsOfRequest(catalog, { dataset, split, requestHash: hash });
  });
  return runs.map((run) => {
    const { runId, status, startedAt } = run;
    return {
      runId,
      status,
      startedAt,
      device: deviceKindOf(run),
      folder: folderOf(workspace, runId),
    };
  });
}

/** For longer than a run waits between its start and its folder: for a trainer, and for a catalog that is in use. */
const STARTING_MS = 60 * 60_000;

/**
 * A kill between the row of a run and its folder leaves a row that nobody can go on with; the row of a young run may
 * be that of a process at work.
 */
async function forgetUnstarted(runs: readonly KnownRun[], workspace: string): Promise<void> {
  const before = Date.now() - STARTING_MS;
  const unstarted = runs.filter(
    ({ status, folder, startedAt }) =>
      status === 'running' && folder === 'none' && Date.parse(startedAt) < before,
  );
  if (unstarted.length === 0) return;
  await withCatalog(workspace, 'write', async (catalog) => {
    for (const { runId } of unstarted) await deleteRun(catalog, runId);
  });
}

function folderOf(workspace: string, runId: string): KnownRun['folder'] {
  const directory = new RunDirectory(workspace, runId);
  if (directory.isComplete) return 'manifest';
  return directory.isStarted ? 'request' : 'none';
}
