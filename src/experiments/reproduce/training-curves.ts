import { withCatalog } from '../../catalog/connection.js';
import { readTrainingProgress, type TrainingProgressRow } from '../../catalog/training-progress.js';
import { MODELS } from '../../config/models.js';
import type { Bench } from './bench.js';
import { CONTESTANTS, type Contestant } from './contestants.js';
import { rankingStep } from './rankings.js';
import type { TrainingCurve } from './reproduction.js';
import type { Trial } from './trial.js';

const MAX_REPORTS = 200;

/** How the trainings of Table 2 went, for the first seed. */
export async function trainingCurves(bench: Bench, trial: Trial): Promise<TrainingCurve[]> {
  const curves = await Promise.all(
    CONTESTANTS.map((contestant) => curvesOf(bench, trial, contestant)),
  );
  return curves.flat();
}

async function curvesOf(
  bench: Bench,
  trial: Trial,
  contestant: Contestant,
): Promise<TrainingCurve[]> {
  const runId = bench.resultOf(rankingStep(bench, trial, contestant))?.runId;
  if (runId === undefined) return [];
  const rows = await withCatalog(bench.options.workspace, 'read', (catalog) =>
    readTrainingProgress(catalog, runId),
  );
  const { hyperparameters } = bench.settingsOf(contestant, trial);
  const counts = (hyperparameters as { encoderCosineWeight?: number }).encoderCosineWeight !== 0;
  const stages = [...new Set(rows.map(({ stage }) => stage))];
  const about = { runId, model: MODELS[contestant.model].title, preset: contestant.preset };
  return stages.map((stage) => ({
    ...about,
    ...{ seed: trial.seed, stage },
    points: pointsOf(rows.filter((row) => row.stage === stage)).map((point) =>
      // What is reported but weighs nothing is no loss.
      stage === 'encoder' && !counts ? { ...point, loss: null } : point,
    ),
  }));
}

/** All looks of one stage at the validation part, and reports between them as far as a plot can show them. */
export function pointsOf(rows: readonly TrainingProgressRow[]): TrainingCurve['points'] {
  const every = Math.ceil(rows.length / MAX_REPORTS);
  return rows.filter((row, index) => isLook(row) || index % every === 0).map(pointOf);
}

function isLook({ aucWarm, aucCold, aucRelations }: TrainingProgressRow): boolean {
  return aucWarm !== undefined || aucCold !== undefined || aucRelations !== undefined;
}

function pointOf(row: TrainingProgressRow): TrainingCurve['points'][number] {
  const loss = row.skipGramLoss ?? row.rankingLoss ?? row.relationLoss ?? row.cosineLoss;
  return {
    step: row.step,
    loss: loss ?? null,
    reconstructionLoss: row.reconstructionLoss ?? null,
    aucWarm: row.aucWarm ?? null,
    aucCold: row.aucCold ?? null,
    aucRelations: row.aucRelations ?? null,
  };
}
