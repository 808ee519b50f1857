import { flagName } from '../../../config/names.js';
import type { Settings } from '../../sweep/grid.js';
import type { Step } from '../../steps/step-log.js';
import type { Bench } from '../bench.js';
import { OURS, type Contestant } from '../contestants.js';
import { rankingStep } from '../rankings.js';
import { relationStep } from '../relations.js';
import type { AblationRow } from '../reproduction.js';
import { rankedRows } from '../table2.js';
import { relatedRows } from '../table3.js';
import type { Trial, Trials } from '../trial.js';
import { ablationsOf, type Variant } from './ablations.js';
import { compared, type Measured } from './compare.js';
import { slowdownSteps, trainingSeconds, trainingTimeStep } from './training-time.js';

const TITLE = 'Quality, ablation';

/** `default` and every variant of it, and how long the trainings took. */
export function ablationSteps(bench: Bench, trial: Trial): Step<unknown>[] {
  return [
    ...slowdownSteps(bench, trial),
    ...[OURS, ...ablationsOf(bench).map(({ contestant }) => contestant)].flatMap((contestant) => [
      rankingStep(bench, trial, contestant, TITLE),
      relationStep(bench, trial, contestant, TITLE),
      trainingTimeStep(bench, trial, contestant),
    ]),
  ];
}

/** `default` first; none while no variant of it is measured. */
export function ablationRows(bench: Bench, trials: Trials): AblationRow[] {
  const variants = ablationsOf(bench).map((variant) => rowOf(bench, trials, variant));
  const measured = variants.filter(({ runIds }) => runIds.length > 0);
  if (measured.length === 0) return [];
  return [rowOf(bench, trials, { ...WHOLE, contestant: OURS }), ...measured];
}

const WHOLE = { name: 'default', claim: 'The model as it is.' };

function rowOf(bench: Bench, trials: Trials, { name, claim, contestant }: Variant): AblationRow {
  const ours = contestant === OURS ? undefined : measuredOf(bench, trials, OURS);
  const runs = trials.map((trial) => bench.resultOf(rankingStep(bench, trial, contestant))?.runId);
  return {
    ...{ name, settings: describe(contestant.settings), claim },
    measures: compared(measuredOf(bench, trials, contestant), ours),
    trainingSeconds: trainingSeconds(bench, trials, contestant),
    runIds: runs.filter((runId) => runId !== undefined),
  };
}

/** `batch-size=2048, max-steps=750`: named as flags are; null for nothing. */
function describe(settings: Settings): string | null {
  const parts = Object.entries(settings).map(
    ([name, value]) => `${flagName(name)}=${String(value)}`,
  );
  return parts.length === 0 ? null : parts.join(', ');
}

function measuredOf(bench: Bench, trials: Trials, contestant: Contestant): Measured {
  const { shop } = trials[0];
  const ranked = trials.map(
    (trial) => bench.resultOf(rankingStep(bench, trial, contestant))?.value,
  );
  const related = trials.map(
    (trial) => bench.resultOf(relationStep(bench, trial, contestant))?.value,
  );
  return { table2: rankedRows(shop, ranked), table3: relatedRows(shop, 'warm', related) };
}
