import { Z_95 } from '../confidence.js';
import type { PairScores } from './threshold.js';

export interface PairAuc {
  /** Chance that a related pair scores higher than an unrelated one; a tie counts half. */
  readonly auc: number;
  /** 95 % interval after DeLong et al. (1988), within [0, 1]. */
  readonly ci95: readonly [low: number, high: number];
}

/** AUC of related against unrelated pairs. NaN when there are none of either; exact. */
export function pairAuc(scores: PairScores): PairAuc {
  const related = scores.related.slice().sort();
  const unrelated = scores.unrelated.slice().sort();
  // Of each score its share of wins over the other set: the components whose variance is that of the AUC.
  const wins = sharesBelow(related, unrelated);
  const losses = sharesBelow(unrelated, related);
  const auc = mean(wins);
  const error = Math.sqrt(variance(wins) / wins.length + variance(losses) / losses.length);
  return { auc, ci95: [Math.max(0, auc - Z_95 * error), Math.min(1, auc + Z_95 * error)] };
}

/** Of each value the share of `others` below it, an equal one counting half; both ascend. */
function sharesBelow(values: Float64Array, others: Float64Array): Float64Array {
  let below = 0;
  let notAbove = 0;
  return values.map((value) => {
    while (others[below]! < value) below++;
    while (others[notAbove]! <= value) notAbove++;
    return (below + notAbove) / 2 / others.length;
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}
