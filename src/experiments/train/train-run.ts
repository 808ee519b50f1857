import path from 'node:path';
import { MODELS, type ModelSettings } from '../../config/models.js';
import { InputDataError, MissingArtifactError, UsageError, VasgError } from '../../errors.js';
import { compileKernels } from '../../kernels/kernels.js';
import type { Progress } from '../../progress/progress.js';
import { RunDirectory, newRunId, type RunManifest, type RunRequest } from '../../run-directory.js';
import type { ServerInfo } from '../../trainer/client.js';
import { DAMAGED_ON_THE_WAY } from '../../trainer/calls/download.js';
import type { TrainedModel } from '../../trainer/train-model.js';
import { TRAINING_VERSIONS, trainingVersionOf } from '../runs/request-hash.js';
import { openTrainer, type OpenTrainer, type TrainerChoice } from './open-trainer.js';
import { forgetRun, recordFailure, recordRun, recordStart, type Recorder } from './record-run.js';
import { runModel } from './run-model.js';
import { saveModel, type StartedRun } from './save-model.js';
import type { SharedTrainer } from './shared-trainer.js';
import { loadWorkspaceData, type WorkspaceData } from '../runs/workspace-data.js';
import { TrainingLog } from './training-log.js';
import { planTraining } from './training-plan.js';
import { TrainingReporter } from './training-reporter.js';

export interface TrainOptions {
  workspace: string;
  threads: number;
  trainer: TrainerChoice;
  /** Takes the place of a trainer of the run's own. */
  sharedTrainer?: SharedTrainer;
  progress: Progress;
  signal: AbortSignal;
}

/** What to train, and on what. */
export type NewRun = ModelSettings & {
  dataset: string;
  split: string;
  preset: string;
  seed: number;
  fusedMultiplyAdd?: boolean | undefined;
};

/**
 * Trains a new model and records it. Returns the manifest of the completed run. A run whose trainer does not
 * even start leaves no trace. Throws SetupError for fused multiply-add that is not to be had here.
 */
export async function trainRun(newRun: NewRun, options: TrainOptions): Promise<RunManifest> {
  const { workspace, sharedTrainer } = options;
  const data = await loadWorkspaceData(workspace, newRun.dataset, newRun.split);
  // What cannot be trained on is refused before there is a run.
  planTraining(data, newRun, { seed: newRun.seed, ...options });
  // Needed last of all, but nobody should train for hours first.
  compileKernels(newRun);
  const request: RunRequest = {
    ...newRun,
    runId: newRunId(new Date()),
    inputs: inputsOf(data),
    trainingVersion: TRAINING_VERSIONS[newRun.model],
    ...(sharedTrainer && { stateFolder: path.relative(workspace, sharedTrainer.stateFolder) }),
    startedAt: new Date().toISOString(),
  };
  const directory = new RunDirectory(workspace, request.runId);
  let recorded = false;
  try {
    const stateFolder = stateFolderOf(directory, request, workspace);
    return await withTrainer(stateFolder, options, async (trainer) => {
      // The row first: nobody would ever find a request that no table knows. A kill before it leaves, at most, a
      // folder with nothing in it to go on with.
      await recordStart(options, request, trainer.info);
      recorded = true;
      await directory.create(request);
      return trainAndRecord(trainer, { directory, request, data }, options);
    });
  } catch (error) {
    if (!recorded) await directory.remove();
    else if (!directory.isStarted) await forgetRun(directory, workspace);
    throw error;
  }
}

/**
 * Goes on with a run that was killed or cancelled, from its last checkpoint, to the same bytes that an
 * undisturbed run would have given. A run that is complete is only recorded again. Throws MissingArtifactError when
 * its data, or how its model is trained, have changed since; UsageError (`OTHER_DEVICE`) for a trainer with another
 * kind of device; SetupError for fused multiply-add, if the run was started with it, that is not to be had here.
 */
export async function resumeRun(runId: string, options: TrainOptions): Promise<RunManifest> {
  const { workspace } = options;
  const directory = new RunDirectory(workspace, runId);
  const request = await directory.readRequest();
  const data = await loadWorkspaceData(workspace, request.dataset, request.split);
  if (JSON.stringify(inputsOf(data)) !== JSON.stringify(request.inputs)) {
    throw new MissingArtifactError(
      `Run ${runId} was started on another version of data set "${request.dataset}" or split "${request.split}".`,
      { suggestions: ['Train a new run, or restore the data set and split it was started on.'] },
    );
  }
  if (directory.isComplete) return recordAgain(directory, data, options);
  if (trainingVersionOf(request) !== TRAINING_VERSIONS[request.model]) {
    throw new MissingArtifactError(
      `Run ${runId} was started by a release that trains ${MODELS[request.model].title} otherwise.`,
      { suggestions: ['Train a new run, or go on with the release it was started by.'] },
    );
  }
  // Before hours of training: what it was started with must be had here too.
  compileKernels(request);
  return withTrainer(stateFolderOf(directory, request, workspace), options, async (trainer) => {
    // Another resume may have completed the run while our trainer waited for its folder.
    if (directory.isComplete) return recordAgain(directory, data, options);
    await recordStart(options, request, trainer.info);
    return trainAndRecord(trainer, { directory, request, data }, options);
  });
}

async function recordAgain(
  directory: RunDirectory,
  data: WorkspaceData,
  recorder: Recorder,
): Promise<RunManifest> {
  const manifest = await directory.readManifest();
  const { rows: progressRows } = await TrainingLog.open(directory.folder);
  await recordRun(recorder, { directory, manifest, data, progressRows });
  return manifest;
}

function stateFolderOf(
  directory: RunDirectory,
  { stateFolder }: RunRequest,
  workspace: string,
): string {
  return stateFolder === undefined
    ? directory.checkpointFolder
    : path.resolve(workspace, stateFolder);
}

async function withTrainer<T>(
  stateFolder: string,
  { sharedTrainer, trainer: choice, threads, signal }: TrainOptions,
  use: (trainer: OpenTrainer) => Promise<T>,
): Promise<T> {
  if (sharedTrainer?.stateFolder === stateFolder) return sharedTrainer.use(use);
  const trainer = await openTrainer(choice, { stateFolder, threads, signal });
  try {
    return await use(trainer);
  } finally {
    await trainer.close();
  }
}

async function trainAndRecord(
  { client, info }: OpenTrainer,
  run: StartedRun,
  options: TrainOptions,
): Promise<RunManifest> {
  const { workspace, progress, signal } = options;
  const { directory, request, data } = run;
  const { runId, seed } = request;
  const log = await TrainingLog.open(directory.folder);
  const { stream, expectedSteps } = planTraining(data, request, { seed, ...options });
  const reporter = new TrainingReporter(progress, log, expectedSteps);
  const onEvent = reporter.handle.bind(reporter);
  progress.event('run_started', { runId });
  try {
    const model = await runModel(client, data, { ...request, stream, signal, onEvent, progress });
    const manifest = await saveAndRecord(run, model, { info, log, options });
    // The run is safe by now; checkpoints that stay on the trainer only take up room.
    await client.deleteSession(runId).catch((error: unknown) => {
      progress.warn(`The trainer keeps the checkpoints of run ${runId}: ${String(error)}`);
    });
    return manifest;
  } catch (error) {
    reporter.abandon();
    await recordFailure(workspace, runId, error);
    suggestGoingOn(error, runId, options);
    throw error;
  }
}

interface TrainingContext {
  info: ServerInfo;
  log: TrainingLog;
  options: TrainOptions;
}

/** Files first, rows second: a run without rows can be recorded again. */
async function saveAndRecord(
  run: StartedRun,
  model: TrainedModel,
  { info, log, options }: TrainingContext,
): Promise<RunManifest> {
  const { threads, progress, signal } = options;
  await log.flush();
  const wallSeconds = () => log.wallSeconds;
  const context = { info, stages: log.stages, threads, progress, signal, wallSeconds };
  const manifest = await saveModel(run, model, context);
  await recordRun(options, { ...run, manifest, progressRows: log.rows });
  return manifest;
}

function suggestGoingOn(error: unknown, runId: string, { sharedTrainer }: TrainOptions): void {
  if (!(error instanceof VasgError) || !canGoOn(error)) return;
  error.suggestions.push(
    sharedTrainer === undefined
      ? `Go on from the last checkpoint with \`vasg train --resume ${runId}\`.`
      : 'Give the same command again: it goes on from the last checkpoint.',
  );
}

/** Whether what failed may succeed on the same settings and the same data. */
function canGoOn(error: VasgError): boolean {
  if (error instanceof UsageError) return false;
  return !(error instanceof InputDataError) || error.code === DAMAGED_ON_THE_WAY;
}

function inputsOf(data: WorkspaceData): RunRequest['inputs'] {
  return { featuresSha256: data.dataset.featuresSha256, splitHash: data.split.inputHash };
}
