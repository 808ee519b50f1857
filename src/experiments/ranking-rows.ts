import { aucSummary, type CandidateSet } from '../evaluation/auc-summary.js';
import type { RankCounts } from '../evaluation/rank-pairs.js';
import type { RankingMetric, UserRanks } from '../catalog/metrics.js';
import type { HeldOutTask } from './held-out-task.js';

/** One cell of Table 2, and the conditions it holds under. Means are null where no user was tested. */
export interface RankingRow {
  model: string;
  /** Kind of the left-out products. */
  part: 'warm' | 'cold';
  /** Kind of the products that they are ranked among. */
  candidates: CandidateSet;
  /** Strict, as in eq. 4: a tie is lost. */
  auc: number | null;
  aucHalfTies: number | null;
  ci95: [low: number | null, high: number | null];
  /** Users that the mean is over. */
  users: number;
  /** Mean share of candidates with exactly the left-out product's score. */
  ties: number | null;
  /** Mean number of candidates of a user. */
  numCandidates: number | null;
}

const PARTS = ['warm', 'cold'] as const;

/** Each part among its own kind, then among all. */
export function rankingRows(model: string, task: HeldOutTask, counts: RankCounts): RankingRow[] {
  return PARTS.flatMap((part) => {
    const own = selectCounts(counts, rowsOfPart(task, part));
    return ([part, 'all'] as const).map((candidates): RankingRow => {
      const summary = aucSummary(own, candidates);
      return {
        model,
        part,
        candidates,
        auc: finite(summary.auc),
        aucHalfTies: finite(summary.aucHalfTies),
        ci95: [finite(summary.ci95[0]), finite(summary.ci95[1])],
        users: summary.users,
        ties: finite(summary.tiedShare),
        numCandidates: finite(summary.numComparisons / summary.users),
      };
    });
  });
}

/** Counts of each user, for table `user_ranks`. */
export function userRanks(model: string, task: HeldOutTask, counts: RankCounts): UserRanks[] {
  return PARTS.flatMap((part) => {
    const rows = rowsOfPart(task, part);
    const own = selectCounts(counts, rows);
    return ([part, 'all'] as const).map((candidates) => ({
      model,
      part,
      candidates,
      userIndex: pick(task.pairs.userIndex, rows),
      productIndex: pick(task.productIndex, rows),
      numBelow: inSet(own.below, candidates),
      numTied: inSet(own.tied, candidates),
      numCandidates: inSet(own.candidates, candidates),
    }));
  });
}

/** A row as the catalog keeps it. */
export function toMetric(row: RankingRow): RankingMetric {
  const { model, part, candidates, users } = row;
  return {
    model,
    part,
    candidates,
    auc: row.auc ?? NaN,
    aucHalfTies: row.aucHalfTies ?? NaN,
    ci95Low: row.ci95[0] ?? NaN,
    ci95High: row.ci95[1] ?? NaN,
    numUsers: users,
    tiedShare: row.ties ?? NaN,
    numCandidates: row.numCandidates ?? NaN,
  };
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

/** JSON has no NaN; a mean over nobody is null. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
