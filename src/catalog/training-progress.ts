import { appendRows } from './bulk.js';
import type { Catalog } from './connection.js';

/** A report or validation of the trainer; what it does not tell stays out. */
export interface TrainingProgressRow {
  stage: string;
  step: number;
  epoch?: number | undefined;
  numPairs?: number | undefined;
  pairsPerSecond?: number | undefined;
  skipGramLoss?: number | undefined;
  reconstructionLoss?: number | undefined;
  cosineLoss?: number | undefined;
  rankingLoss?: number | undefined;
  relationLoss?: number | undefined;
  logVarianceSkipGram?: number | undefined;
  logVarianceReconstruction?: number | undefined;
  temperature?: number | undefined;
  aucWarm?: number | undefined;
  aucCold?: number | undefined;
  aucRelations?: number | undefined;
  score?: number | undefined;
  meanCosine?: number | undefined;
  effectiveRank?: number | undefined;
  /** Seconds of training so far, of all attempts. */
  wallSeconds?: number | undefined;
}

/** In the order of the table's columns after `run_id`. */
const PROGRESS_FIELDS = [
  'stage',
  'step',
  'epoch',
  'numPairs',
  'pairsPerSecond',
  'skipGramLoss',
  'reconstructionLoss',
  'cosineLoss',
  'rankingLoss',
  'relationLoss',
  'logVarianceSkipGram',
  'logVarianceReconstruction',
  'temperature',
  'aucWarm',
  'aucCold',
  'aucRelations',
  'score',
  'meanCosine',
  'effectiveRank',
  'wallSeconds',
] as const satisfies readonly (keyof TrainingProgressRow)[];

/** Stores the progress of a run, replacing what was stored before. */
export async function replaceTrainingProgress(
  catalog: Catalog,
  runId: string,
  rows: readonly TrainingProgressRow[],
): Promise<void> {
  await catalog.run('DELETE FROM training_progress WHERE run_id = $runId', { runId });
  await appendRows(catalog, 'training_progress', rows.length, [
    () => runId,
    ...PROGRESS_FIELDS.map((field) => (row: number) => rows[row]?.[field] ?? null),
  ]);
}

/** The progress of a run, stage after stage, in the order of steps. */
export async function readTrainingProgress(
  catalog: Catalog,
  runId: string,
): Promise<TrainingProgressRow[]> {
  const columns = PROGRESS_FIELDS.map((field) => `${columnOf(field)} AS "${field}"`);
  const rows = await catalog.rows<Record<string, unknown>>(
    `SELECT ${columns.join(', ')} FROM training_progress WHERE run_id = $runId ORDER BY rowid`,
    { runId },
  );
  return rows.map((row) => {
    const present = Object.entries(row).filter(([, value]) => value !== null);
    return Object.fromEntries(present) as unknown as TrainingProgressRow;
  });
}

function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
