import { withCatalog } from '../catalog/connection.js';
import { insertRun, updateRun } from '../catalog/runs.js';
import type { Hyperparameters } from '../config/hyperparameters.js';
import { MissingArtifactError, RunCancelledError, VasgError } from '../errors.js';
import type { Progress } from '../progress/progress.js';
import { RunDirectory, newRunId, type RunManifest, type RunRequest } from '../run-directory.js';
import { packageVersion } from '../version.js';
import { openTrainer, type TrainerChoice } from './open-trainer.js';
import { recordRun } from './record-run.js';
import { expectedSteps, runModel } from './run-model.js';
import { saveModel } from './save-model.js';
import { loadWorkspaceData, type WorkspaceData } from './training-data.js';
import { TrainingLog } from './training-log.js';
import { TrainingReporter } from './training-reporter.js';

export interface TrainOptions {
  workspace: string;
  threads: number;
  trainer: TrainerChoice;
  progress: Progress;
  signal: AbortSignal;
}

export interface NewRun {
  dataset: string;
  split: string;
  preset: string;
  seed: number;
  hyperparameters: Hyperparameters;
}

/** Trains a new model and records it. Returns the manifest of the completed run. */
export async function trainRun(newRun: NewRun, options: TrainOptions): Promise<RunManifest> {
  const data = await loadWorkspaceData(options.workspace, newRun.dataset, newRun.split);
  const request: RunRequest = {
    ...newRun,
    runId: newRunId(new Date()),
    inputs: inputsOf(data),
    startedAt: new Date().toISOString(),
  };
  await withCatalog(options.workspace, 'write', (catalog) =>
    insertRun(catalog, {
      ...request,
      model: 'VASG',
      status: 'running',
      config: { ...request.hyperparameters },
      versions: { vasg: packageVersion },
    }),
  );
  await new RunDirectory(options.workspace, request.runId).create(request);
  return trainAndRecord(request, data, options);
}

/**
 * Goes on with a run that was killed or cancelled, from its last checkpoint, to the same bytes that an
 * undisturbed run would have given. A run that is complete is only recorded again.
 */
export async function resumeRun(runId: string, options: TrainOptions): Promise<RunManifest> {
  const directory = new RunDirectory(options.workspace, runId);
  const request = await directory.readRequest();
  const data = await loadWorkspaceData(options.workspace, request.dataset, request.split);
  if (directory.isComplete) {
    const manifest = await directory.readManifest();
    const { rows } = await TrainingLog.open(directory.folder);
    await recordRun(options.workspace, directory, manifest, data, rows);
    return manifest;
  }
  if (JSON.stringify(inputsOf(data)) !== JSON.stringify(request.inputs)) {
    throw new MissingArtifactError(
      `Run ${runId} was started on another version of data set "${request.dataset}" or split "${request.split}".`,
      { suggestions: ['Train a new run, or restore the data set and split it was started on.'] },
    );
  }
  return trainAndRecord(request, data, options);
}

async function trainAndRecord(
  request: RunRequest,
  data: WorkspaceData,
  options: TrainOptions,
): Promise<RunManifest> {
  const { workspace, progress, signal, threads } = options;
  const directory = new RunDirectory(workspace, request.runId);
  const log = await TrainingLog.open(directory.folder);
  const reporter = new TrainingReporter(
    progress,
    log,
    expectedSteps(data, request.hyperparameters),
  );
  progress.event('run_started', { runId: request.runId });
  const startedMs = Date.now();
  try {
    const stateFolder = directory.checkpointFolder;
    const trainer = await openTrainer(options.trainer, { stateFolder, threads, signal });
    try {
      const onEvent = reporter.handle.bind(reporter);
      const model = await runModel(trainer.client, data, { ...request, threads, signal, onEvent });
      await log.flush();
      const { stages } = log;
      const context = { info: trainer.info, stages, threads, progress, signal, startedMs };
      const manifest = await saveModel(directory, request, data, model, context);
      await recordRun(workspace, directory, manifest, data, log.rows);
      await trainer.client.deleteSession(request.runId);
      return manifest;
    } finally {
      await trainer.close();
    }
  } catch (error) {
    reporter.abandon();
    throw await recordFailure(error, request.runId, workspace);
  }
}

/** Notes the failure in the catalog, if it can be had, and tells the user how to go on. */
async function recordFailure(error: unknown, runId: string, workspace: string): Promise<unknown> {
  const cancelled = error instanceof RunCancelledError;
  await withCatalog(workspace, 'write', (catalog) =>
    updateRun(catalog, runId, {
      status: cancelled ? 'cancelled' : 'failed',
      error: error instanceof Error ? error.message : String(error),
    }),
  ).catch(() => undefined);
  if (error instanceof VasgError) {
    error.suggestions.push(`Go on from the last checkpoint with \`vasg train --resume ${runId}\`.`);
  }
  return error;
}

function inputsOf(data: WorkspaceData): RunRequest['inputs'] {
  return { featuresSha256: data.dataset.featuresSha256, splitHash: data.split.inputHash };
}
