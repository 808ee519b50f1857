import { shareInterval } from '../confidence.js';
import type { PairKind } from './pair-kind.js';
import { pairAuc } from './pair-auc.js';
import type { Negatives, RelationSet, RelationSets } from './relation-sets.js';
import { accuracyAt, bestThreshold, type PairScores } from './threshold.js';

/** How well one contestant tells related pairs from unrelated ones (Table 3). NaN where there are none. */
export interface RelationMeasure {
  readonly negatives: Negatives;
  readonly kind: PairKind;
  /** On every second pair, with the threshold that is best on the others. */
  readonly accuracy: number;
  readonly accuracyCi95: readonly [low: number, high: number];
  readonly threshold: number;
  /** On all pairs, with the threshold that is best on training pairs. */
  readonly accuracyTrainThreshold: number;
  readonly trainThreshold: number;
  /** On all pairs, with half credit for ties. */
  readonly auc: number;
  readonly aucCi95: readonly [low: number, high: number];
  /** |R| = |Q| */
  readonly numPairs: number;
}

/** Measures all tests of `sets`; `scores` are those of `sets.pairs`. */
export function measureRelations(scores: Float64Array, sets: RelationSets): RelationMeasure[] {
  const trainThresholds = {
    uniform: bestThreshold(scoresOf(scores, sets.training.uniform)),
    'degree-matched': bestThreshold(scoresOf(scores, sets.training['degree-matched'])),
  };
  return sets.tests.map((test) => {
    const all = scoresOf(scores, test);
    const threshold = bestThreshold(half(all, 0));
    const tested = half(all, 1);
    const accuracy = accuracyAt(threshold, tested);
    const { auc, ci95 } = pairAuc(all);
    const trainThreshold = trainThresholds[test.negatives];
    return {
      negatives: test.negatives,
      kind: test.kind,
      accuracy,
      accuracyCi95: shareInterval(accuracy, tested.related.length + tested.unrelated.length),
      threshold,
      accuracyTrainThreshold: accuracyAt(trainThreshold, all),
      trainThreshold,
      auc,
      aucCi95: ci95,
      numPairs: all.related.length,
    };
  });
}

function scoresOf(scores: Float64Array, { related, unrelated }: RelationSet): PairScores {
  const pick = (positions: Uint32Array) => Float64Array.from(positions, (at) => scores[at]!);
  return { related: pick(related), unrelated: pick(unrelated) };
}

/** The pairs at even or at odd positions. */
function half({ related, unrelated }: PairScores, remainder: 0 | 1): PairScores {
  const isOurs = (_: number, i: number): boolean => i % 2 === remainder;
  return { related: related.filter(isOurs), unrelated: unrelated.filter(isOurs) };
}
