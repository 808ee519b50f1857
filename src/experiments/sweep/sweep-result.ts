import type { RankingRow } from '../evaluate/ranking-rows.js';
import { groupsOf } from '../../group-by.js';
import { spreadOf, type Spread } from '../steps/spread.js';
import type { Settings } from './grid.js';

export interface SweepResult {
  sweep: string;
  dataset: string;
  model: string;
  preset: string;
  seeds: readonly number[];
  fusedMultiplyAdd: boolean;
  cells: CellResult[];
  /** Over seeds, in the order of the grid. */
  summary: SweepSummary[];
  /** Contestants without training, over splits. */
  baselines: SweepSummary[];
}

/** One training and what it came to. */
export interface CellResult extends MeasuredSettings {
  seed: number;
  split: string;
  /** Null when it failed; `error` then says why. */
  runId: string | null;
  error: { code: string; exitCode: number; message: string } | null;
}

/** What one training, or the baselines on one split, were measured as. */
export interface MeasuredSettings {
  /** Empty for baselines. */
  settings: Settings;
  rows: RankingRow[];
}

/** One setting. */
export interface SweepSummary {
  settings: Settings;
  /** Title of the scorer; some models have two. */
  model: string;
  /** Empty when every cell failed. */
  conditions: {
    part: RankingRow['part'];
    candidates: RankingRow['candidates'];
    /** Strict (eq. 4), in the order of the seeds; null where a cell failed. */
    auc: Spread;
  }[];
}

/**
 * Mean and spread over the seeds of every setting and scorer, in the order in which they come. `title` stands where
 * every cell of a setting failed.
 */
export function summarise(cells: readonly MeasuredSettings[], title: string): SweepSummary[] {
  return groupsOf(cells, ({ settings }) => JSON.stringify(settings)).flatMap((group) => {
    const scorers = new Set(group.flatMap(({ rows }) => rows.map(({ model }) => model)));
    if (scorers.size === 0) scorers.add(title);
    return [...scorers].map((model) => ({
      settings: group[0].settings,
      model,
      conditions: conditionsOf(group, model),
    }));
  });
}

function conditionsOf(
  cells: readonly MeasuredSettings[],
  model: string,
): SweepSummary['conditions'] {
  const measured = cells.map(({ rows }) => rows.filter((row) => row.model === model));
  const groups = groupsOf(measured.flat(), (row) => `${row.part} among ${row.candidates}`);
  return groups.map(([{ part, candidates }]) => ({
    ...{ part, candidates },
    auc: spreadOf(
      measured.map(
        (rows) =>
          rows.find((row) => row.part === part && row.candidates === candidates)?.auc ?? null,
      ),
    ),
  }));
}
