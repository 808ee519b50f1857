import { rm } from 'node:fs/promises';
import path from 'node:path';
import { withoutLogs } from '../../progress/without-logs.js';
import { SharedTrainer } from '../train/shared-trainer.js';
import type { StepLog } from './step-log.js';
import type { TrainOptions } from '../train/train-run.js';

/**
 * Opens a trainer for the runs of an experiment, which tell no more than warnings and bars. Its checkpoints stay for
 * whoever goes on with a run that was interrupted or failed.
 */
export async function withSharedTrainer<T>(
  log: StepLog,
  options: TrainOptions,
  use: (options: TrainOptions) => Promise<T>,
): Promise<T> {
  const { workspace, trainer: choice, threads, signal } = options;
  const folder = path.join(workspace, 'experiments', log.experiment.experiment);
  const stateFolder = path.join(folder, 'checkpoint');
  const sharedTrainer = new SharedTrainer({ choice, stateFolder, threads, signal });
  try {
    const result = await use({
      ...options,
      sharedTrainer,
      progress: withoutLogs(options.progress),
    });
    await sharedTrainer.close();
    // Also what a process that was killed left there, though nothing was to be trained any more.
    if (log.failures.length === 0) await rm(folder, { recursive: true, force: true });
    return result;
  } finally {
    await sharedTrainer.close();
  }
}
