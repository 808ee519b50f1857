import { rm } from 'node:fs/promises';
import path from 'node:path';
import { withoutLogs } from '../progress/without-logs.js';
import { SharedTrainer } from './shared-trainer.js';
import type { TrainOptions } from './train-run.js';

/**
 * Opens a trainer for the runs of an experiment, which tell no more than warnings and bars. Its checkpoints stay
 * for whoever goes on after a failure, and go when all is done, which `use` says by returning true.
 */
export async function withSharedTrainer(
  experiment: string,
  options: TrainOptions,
  use: (options: TrainOptions) => Promise<boolean>,
): Promise<void> {
  const { workspace, trainer: choice, threads, signal } = options;
  const folder = path.join(workspace, 'experiments', experiment);
  const stateFolder = path.join(folder, 'checkpoint');
  const sharedTrainer = new SharedTrainer({ choice, stateFolder, threads, signal });
  try {
    const progress = withoutLogs(options.progress);
    const isDone = await use({ ...options, sharedTrainer, progress });
    await sharedTrainer.close();
    if (isDone) await rm(folder, { recursive: true, force: true });
  } finally {
    await sharedTrainer.close();
  }
}
