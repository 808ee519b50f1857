import { insertRow } from './bulk.js';
import type { Catalog } from './connection.js';
import { contestantColumns, deleteContestant, type Contestant } from './contestants.js';

/** Precision@5 of analogies under one definition; null where no query counts. */
export interface AnalogyMetric {
  /** `raw`, as the model has them, or `unit`: of length 1. */
  vectors: string;
  /** e.g. `owned-share` */
  definition: string;
  precision: number | null;
  ci95: readonly [low: number | null, high: number | null];
  queries: number;
}

/** Stores what was measured of a contestant on queries drawn with `sampleSeed`, replacing all that it had. */
export async function replaceAnalogyMetrics(
  catalog: Catalog,
  contestant: Contestant,
  { rows, sampleSeed }: { rows: readonly AnalogyMetric[]; sampleSeed: number },
): Promise<void> {
  const identity = contestantColumns(contestant);
  await deleteContestant(catalog, 'analogy_metrics', identity);
  const measuredAt = new Date().toISOString();
  for (const row of rows) {
    await insertRow(catalog, 'analogy_metrics', {
      ...identity,
      vectors: row.vectors,
      definition: row.definition,
      precision_at_5: row.precision,
      ci95_low: row.ci95[0],
      ci95_high: row.ci95[1],
      num_queries: row.queries,
      sample_seed: sampleSeed,
      measured_at: measuredAt,
    });
  }
}
