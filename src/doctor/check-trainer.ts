import { join } from 'node:path';
import { withTemporaryFolder } from '../files/temporary-folder.js';
import { startTrainer, type DeviceChoice } from '../trainer/process/start-trainer.js';
import type { PythonEnvironment } from '../trainer/python/environment.js';
import { failedWith, ok, type Finding } from './finding.js';

/** Starts a trainer, asks what it is and stops it. */
export function checkTrainer(
  python: PythonEnvironment,
  device: DeviceChoice,
  signal: AbortSignal,
): Promise<Finding> {
  return withTemporaryFolder('vasg-doctor', async (folder) => {
    const folders = { stateFolder: join(folder, 'state'), cacheFolder: join(folder, 'cache') };
    const startedMs = Date.now();
    try {
      const trainer = await startTrainer({ python, device, threads: 0, ...folders, signal });
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
      await trainer.stop();
      const { contractRevision, deviceName } = trainer.info;
      return ok(
        'Trainer',
        `answers after ${seconds} s with contract revision ${contractRevision}; trains on ${deviceName}`,
      );
    } catch (error) {
      signal.throwIfAborted();
      return failedWith('Trainer', error, 'Run with DEBUG=vasg:trainer to see what it says.');
    }
  });
}
