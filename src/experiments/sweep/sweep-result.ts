import type { Spread } from '../reproduce/reproduction.js';
import type { RankingRow } from '../ranking-rows.js';
import { spreadOf } from '../spread.js';
import type { Settings } from './grid.js';

export interface SweepResult {
  sweep: string;
  dataset: string;
  model: string;
  preset: string;
  seeds: readonly number[];
  cells: CellResult[];
  /** Over seeds, in the order of the grid. */
  summary: SweepSummary[];
  /** Contestants without training, on each split. */
  baselines: RankingRow[];
}

/** One training and what it came to. */
export interface CellResult {
  settings: Settings;
  seed: number;
  split: string;
  /** Null when it failed; `error` then says why. */
  runId: string | null;
  error: { code: string; exitCode: number; message: string } | null;
  rows: RankingRow[];
}

/** One setting under one condition. */
export interface SweepSummary {
  settings: Settings;
  /** Title of the scorer; some models have two. */
  model: string;
  part: RankingRow['part'];
  candidates: RankingRow['candidates'];
  /** Strict (eq. 4), in the order of the seeds; null where a cell failed. */
  auc: Spread;
  runIds: string[];
}

/** Mean and spread over the seeds of every setting. */
export function summarise(cells: readonly CellResult[]): SweepSummary[] {
  return groupsOf(cells, ({ settings }) => JSON.stringify(settings)).flatMap((group) => {
    const conditions = groupsOf(
      group.flatMap(({ rows }) => rows),
      (row) => JSON.stringify([row.model, row.part, row.candidates]),
    );
    return conditions.map(([row]) => summaryOf(group, row!));
  });
}

function summaryOf(cells: readonly CellResult[], condition: RankingRow): SweepSummary {
  const { model, part, candidates } = condition;
  const values = cells.map(({ rows }) => {
    const row = rows.find(
      (other) => other.model === model && other.part === part && other.candidates === candidates,
    );
    return row?.auc ?? null;
  });
  return {
    settings: cells[0]!.settings,
    ...{ model, part, candidates },
    auc: spreadOf(values),
    runIds: cells.flatMap(({ runId }) => runId ?? []),
  };
}

/** Groups of equal key, in the order of their first members. */
function groupsOf<T>(values: readonly T[], keyOf: (value: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return [...groups.values()];
}
