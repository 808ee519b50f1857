import { Z_95 } from './confidence.js';
import type { RankCounts } from './ranking/rank-options.js';

/** Products that a test product is ranked among. It decides the result, so it is always named. */
export type CandidateSet = 'warm' | 'cold' | 'all';

const GROUPS: Record<CandidateSet, readonly (0 | 1)[]> = { warm: [0], cold: [1], all: [0, 1] };

export interface AucSummary {
  /** Mean over users of the share of candidates that score strictly below (eq. 4); NaN without users. */
  readonly auc: number;
  /** The same with half credit for ties. */
  readonly aucHalfTies: number;
  /** 95 % interval of `auc`: 1.96 standard errors of the mean to each side, within [0, 1]; NaN below two users. */
  readonly ci95: readonly [low: number, high: number];
  /** Pairs that the means are over: those with at least one candidate. */
  readonly users: number;
  /** Pairs left out because no candidate is left. */
  readonly usersWithoutCandidates: number;
  /** Mean over users of the share of candidates with exactly the same score. */
  readonly tiedShare: number;
  /** Comparisons in all. */
  readonly numComparisons: number;
  /** Strict AUC of each pair; NaN where it has no candidate. */
  readonly perPair: Float64Array;
}

/** Averages counts, one (user, product) pair per user as in section 4.2, for one set of candidates. */
export function aucSummary(counts: RankCounts, set: CandidateSet): AucSummary {
  const numPairs = counts.below[0].length;
  const perPair = new Float64Array(numPairs);
  let users = 0;
  let aucSum = 0;
  let tiedSum = 0;
  let numComparisons = 0;
  for (let pair = 0; pair < numPairs; pair++) {
    const candidates = total(counts.candidates, set, pair);
    perPair[pair] = total(counts.below, set, pair) / candidates;
    if (candidates === 0) continue;
    users++;
    aucSum += perPair[pair]!;
    tiedSum += total(counts.tied, set, pair) / candidates;
    numComparisons += candidates;
  }
  const auc = aucSum / users;
  const tiedShare = tiedSum / users;
  return {
    auc,
    aucHalfTies: auc + tiedShare / 2,
    ci95: interval(perPair, auc, users),
    users,
    usersWithoutCandidates: numPairs - users,
    tiedShare,
    numComparisons,
    perPair,
  };
}

function total(counts: RankCounts['below'], set: CandidateSet, pair: number): number {
  let sum = 0;
  for (const group of GROUPS[set]) sum += counts[group][pair]!;
  return sum;
}

function interval(values: Float64Array, mean: number, count: number): [number, number] {
  let squares = 0;
  for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  const margin = (Z_95 * Math.sqrt(squares / (count - 1))) / Math.sqrt(count);
  return [Math.max(0, mean - margin), Math.min(1, mean + margin)];
}
