import type { RankingRow } from '../evaluate/ranking-rows.js';
import type { Step } from '../steps/step-log.js';
import { spreadOf } from '../steps/spread.js';
import { alignSeeds, type AlignedRows } from './align-seeds.js';
import type { Bench } from './bench.js';
import { cellOf, meanCount } from './cell.js';
import { BY_IMPORTANCE, CONTESTANTS, isPrinted } from './contestants.js';
import { TABLE_2 } from './printed.js';
import { baselineRankingStep, rankingStep } from './rankings.js';
import type { Table2Row } from './reproduction.js';
import type { Shop, Trial, Trials } from './trial.js';

/** Section 4.2: personalised recommendations, by contestants without and with training. */
export function table2Steps(bench: Bench, trial: Trial): Step<unknown>[] {
  return [
    baselineRankingStep(bench, trial),
    ...BY_IMPORTANCE.map((contestant) => rankingStep(bench, trial, contestant)),
  ];
}

/** Trials are those of one shop, in the order of the seeds. */
export function table2(bench: Bench, trials: Trials): Table2Row[] {
  const contestants = [
    trials.map((trial) => bench.resultOf(baselineRankingStep(bench, trial))),
    ...CONTESTANTS.map((contestant) =>
      trials.map((trial) => bench.resultOf(rankingStep(bench, trial, contestant))?.value),
    ),
  ];
  return contestants.flatMap((bySeed) => rankedRows(trials[0].shop, bySeed));
}

/**
 * Rows of one contestant, which may have several scorers, each with four conditions; what each seed found is in the
 * order of the seeds.
 */
export function rankedRows(shop: Shop, bySeed: readonly (RankingRow[] | undefined)[]): Table2Row[] {
  return alignSeeds(bySeed, conditionOf).map((rows) => rowOf(shop, rows));
}

function rowOf(shop: Shop, { present, bySeed }: AlignedRows<RankingRow>): Table2Row {
  const { model, preset, part, candidates } = present[0];
  const widths = present.flatMap(({ ci95: [low, high] }) =>
    low === null || high === null ? [] : [(high - low) / 2],
  );
  return {
    ...{ model, preset, part, candidates },
    auc: cellOf(
      bySeed.map((row) => row?.auc ?? null),
      { paper: printedAuc(shop, present[0]), runIds: present.flatMap(({ runId }) => runId ?? []) },
    ),
    aucHalfTies: spreadOf(bySeed.map((row) => row?.aucHalfTies ?? null)),
    ci95: spreadOf(widths).mean,
    users: meanCount(present.map(({ users }) => users)),
  };
}

/** The paper prints one number a part and does not say among which candidates. */
function printedAuc({ category }: Shop, { model, preset, part }: RankingRow): string | null {
  if (category === null || !isPrinted(model, preset)) return null;
  const printed: Partial<Record<string, { warm: string; cold: string | null }>> = TABLE_2[category];
  return printed[model]?.[part] ?? null;
}

function conditionOf({ model, part, candidates }: RankingRow): string {
  return `${model}, ${part} among ${candidates}`;
}
