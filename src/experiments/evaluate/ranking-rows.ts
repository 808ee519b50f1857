import type { Contestant } from '../../catalog/contestants.js';
import type { RankingMetric, UserRanks } from '../../catalog/metrics.js';
import { aucSummary, type CandidateSet } from '../../evaluation/auc-summary.js';
import type { RankCounts } from '../../evaluation/ranking/rank-pairs.js';
import { finiteInterval, finiteOrNull } from './finite-or-null.js';
import type { HeldOutTask } from './held-out-task.js';

/** One cell of Table 2, and the conditions it holds under. */
export interface RankingRow extends RankingMetric {
  /** Title, e.g. `VASG` or `BPR-MF + kNN`. */
  model: string;
  /** Null, as is `runId`, for a baseline that needs no training. */
  preset: string | null;
  runId: string | null;
  /** Null for a baseline that draws nothing. */
  seed: number | null;
  /** Kind of the left-out products. */
  part: 'warm' | 'cold';
  /** Kind of the products that they are ranked among. */
  candidates: CandidateSet;
}

/** Where the left-out products of one kind rank among one set of candidates. */
export interface MeasuredCell {
  metric: RankingMetric & Pick<RankingRow, 'part' | 'candidates'>;
  /** Absent where the contestant has no score for cold products. */
  ranks: UserRanks | undefined;
}

const PARTS = ['warm', 'cold'] as const;

/**
 * Each part among its own kind, then among all. Of a contestant that has no score for cold products only
 * warm products among warm ones mean something; its other cells are empty.
 */
export function measuredCells(
  task: HeldOutTask,
  counts: RankCounts,
  ranksCold: boolean,
): MeasuredCell[] {
  return PARTS.flatMap((part) => {
    const rows = rowsOfPart(task, part);
    const own = selectCounts(counts, rows);
    return ([part, 'all'] as const).map((candidates): MeasuredCell => {
      if (!ranksCold && candidates !== 'warm') {
        return { metric: emptyMetric(part, candidates), ranks: undefined };
      }
      return {
        metric: metricOf(part, candidates, own),
        ranks: {
          part,
          candidates,
          userIndex: pick(task.pairs.userIndex, rows),
          productIndex: pick(task.productIndex, rows),
          numBelow: inSet(own.below, candidates),
          numTied: inSet(own.tied, candidates),
          numCandidates: inSet(own.candidates, candidates),
        },
      };
    });
  });
}

/** A cell with the contestant it is of. */
export function rankingRow(
  { model, runId, seed }: Contestant,
  preset: string | null,
  { metric }: MeasuredCell,
): RankingRow {
  return { model, preset, runId, seed, ...metric };
}

function metricOf(
  part: 'warm' | 'cold',
  candidates: CandidateSet,
  counts: RankCounts,
): MeasuredCell['metric'] {
  const summary = aucSummary(counts, candidates);
  return {
    part,
    candidates,
    auc: finiteOrNull(summary.auc),
    aucHalfTies: finiteOrNull(summary.aucHalfTies),
    ci95: finiteInterval(summary.ci95),
    users: summary.users,
    ties: finiteOrNull(summary.tiedShare),
    numCandidates: finiteOrNull(summary.numComparisons / summary.users),
  };
}

function emptyMetric(part: 'warm' | 'cold', candidates: CandidateSet): MeasuredCell['metric'] {
  const nothing = { auc: null, aucHalfTies: null, ties: null, numCandidates: null };
  return { part, candidates, ...nothing, ci95: [null, null], users: 0 };
}

function rowsOfPart(task: HeldOutTask, part: 'warm' | 'cold'): Uint32Array {
  return Uint32Array.from(task.parts.keys()).filter((row) => task.parts[row] === part);
}

function selectCounts(counts: RankCounts, rows: Uint32Array): RankCounts {
  const select = ([warm, cold]: RankCounts['below']) =>
    [pick(warm, rows), pick(cold, rows)] as const;
  return {
    below: select(counts.below),
    tied: select(counts.tied),
    candidates: select(counts.candidates),
  };
}

function inSet([warm, cold]: RankCounts['below'], candidates: CandidateSet): Uint32Array {
  if (candidates === 'warm') return warm;
  if (candidates === 'cold') return cold;
  return warm.map((count, row) => count + cold[row]!);
}

function pick(values: Uint32Array, rows: Uint32Array): Uint32Array {
  return rows.map((row) => values[row]!);
}
