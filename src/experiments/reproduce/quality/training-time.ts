import { withCatalog } from '../../../catalog/connection.js';
import { readRun } from '../../../catalog/runs.js';
import type { Step } from '../../steps/step-log.js';
import type { Bench, OfRun } from '../bench.js';
import type { Contestant } from '../contestants.js';
import type { Trial } from '../trial.js';

/** Seconds that a run was in training, all stages and attempts together; null where nobody noted them. */
export function trainingTimeStep(
  bench: Bench,
  trial: Trial,
  contestant: Contestant,
): Step<OfRun<number | null>> {
  return bench.runStep(trial, contestant, {
    kind: 'training-time',
    title: 'Quality, training time',
    measure: (runId) =>
      withCatalog(bench.options.workspace, 'read', async (catalog) => {
        const { wallSeconds } = await readRun(catalog, runId);
        return wallSeconds ?? null;
      }),
  });
}
