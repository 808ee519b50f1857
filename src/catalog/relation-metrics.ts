import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';
import { contestantColumns, deleteContestant, type Contestant } from './contestants.js';

type Interval = readonly [low: number | null, high: number | null];

/** How well a contestant tells related products from unrelated ones; null where there were no pairs. */
export interface RelationMetric {
  /** How unrelated pairs are drawn: `uniform` or `degree-matched`. */
  negatives: string;
  /** Kind of the pairs: `all`, `warm` or `with-cold`. */
  kind: string;
  /** On one half of the pairs, with the threshold that is best on the other. */
  accuracy: number | null;
  accuracyCi95: Interval;
  /** Null where every pair is called related. */
  threshold: number | null;
  /** On all pairs, with the threshold that is best on pairs of the training part. */
  accuracyTrainThreshold: number | null;
  trainThreshold: number | null;
  auc: number | null;
  aucCi95: Interval;
  /** Related pairs, and as many unrelated ones. */
  pairs: number;
}

/** Stores what was measured of a contestant on pairs drawn with `sampleSeed`, replacing all that it had. */
export async function replaceRelationMetrics(
  catalog: Catalog,
  contestant: Contestant,
  { rows, sampleSeed }: { rows: readonly RelationMetric[]; sampleSeed: number },
): Promise<void> {
  const identity = contestantColumns(contestant);
  await deleteContestant(catalog, 'relation_metrics', identity);
  const measuredAt = new Date().toISOString();
  for (const row of rows) {
    await insertRow(catalog, 'relation_metrics', {
      ...identity,
      negatives: row.negatives,
      pair_kind: row.kind,
      accuracy: row.accuracy,
      accuracy_ci95_low: row.accuracyCi95[0],
      accuracy_ci95_high: row.accuracyCi95[1],
      threshold: row.threshold,
      accuracy_train_threshold: row.accuracyTrainThreshold,
      train_threshold: row.trainThreshold,
      auc: row.auc,
      auc_ci95_low: row.aucCi95[0],
      auc_ci95_high: row.aucCi95[1],
      num_pairs: row.pairs,
      sample_seed: sampleSeed,
      measured_at: measuredAt,
    });
  }
}
