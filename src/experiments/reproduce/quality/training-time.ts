import { withCatalog } from '../../../catalog/connection.js';
import { readRun } from '../../../catalog/runs.js';
import { spreadOf, type Spread } from '../../steps/spread.js';
import type { Step } from '../../steps/step-log.js';
import type { Bench, OfRun } from '../bench.js';
import { OURS, PAPER, type Contestant } from '../contestants.js';
import type { Quality } from '../reproduction.js';
import type { Trial, Trials } from '../trial.js';

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

/** Seconds of training, seed by seed. */
export function trainingSeconds(bench: Bench, trials: Trials, contestant: Contestant): Spread {
  return spreadOf(
    trials.map(
      (trial) => bench.resultOf(trainingTimeStep(bench, trial, contestant))?.value ?? null,
    ),
  );
}

/** How long `default` and `paper` trained. */
export function slowdownSteps(bench: Bench, trial: Trial): Step<unknown>[] {
  return [PAPER, OURS].map((contestant) => trainingTimeStep(bench, trial, contestant));
}

/** Seconds of training of `default` over those of `paper`, seed by seed. */
export function slowdown(bench: Bench, trials: Trials): Quality['slowdown'] {
  const ours = trainingSeconds(bench, trials, OURS);
  const paper = trainingSeconds(bench, trials, PAPER);
  return spreadOf(
    ours.values.map((seconds, seed) => {
      const base = paper.values[seed] ?? null;
      return seconds === null || base === null ? null : seconds / base;
    }),
  );
}
