import { join } from 'node:path';
import { createEndpoint } from '../../src/trainer/process/endpoint.js';
import { startTrainer, type TrainerProcess } from '../../src/trainer/process/start-trainer.js';
import { findPython } from '../../src/trainer/python/environment.js';
import { temporaryFolder } from './workspace.js';

/** A trainer that runs for as long as a suite. */
export interface SharedTrainer {
  /** Flags of a `vasg train` that uses it. */
  readonly flags: readonly string[];
  /** What that needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** One trainer for all commands of the calling suite, so that PyTorch starts once. */
export function shareTrainer(): SharedTrainer {
  // Loopback TCP: a trainer that was started elsewhere has no socket of ours.
  const endpoint = createEndpoint([], 'win32');
  let trainer: TrainerProcess | undefined;
  before(async () => {
    const folder = temporaryFolder();
    trainer = await startTrainer({
      python: await findPython(),
      stateFolder: join(folder, 'state'),
      cacheFolder: join(folder, 'cache'),
      device: 'cpu',
      threads: 1,
      endpoint,
    });
  });
  after(() => trainer?.stop());
  return {
    get flags() {
      return ['--trainer', trainer!.address];
    },
    env: { VASG_TRAINER_TOKEN: endpoint.token! },
  };
}
