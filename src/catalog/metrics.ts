import { appendRows, insertRow } from './bulk.js';
import type { Catalog } from './connection.js';

/** A mean over the tested users of one part, against one candidate set. */
export interface RankingMetric {
  model: string;
  /** Kind of the tested products, e.g. `warm`. */
  part: string;
  /** Products that the tested one is ranked among, e.g. `warm` or `all`. */
  candidates: string;
  /** Eq. 4: share of candidates that score strictly less; ties count as lost. */
  auc: number;
  /** The same with half credit for a tie. */
  aucHalfTies: number;
  ci95Low: number;
  ci95High: number;
  numUsers: number;
  /** Mean share of candidates with exactly the tested product's score. */
  tiedShare: number;
  /** Mean number of candidates. */
  numCandidates: number;
}

/** Stores a run's metrics, replacing those of the same models; other models' rows stay. */
export async function replaceRankingMetrics(
  catalog: Catalog,
  runId: string,
  rows: readonly RankingMetric[],
): Promise<void> {
  for (const model of new Set(rows.map((row) => row.model))) {
    await catalog.run('DELETE FROM metrics WHERE run_id = $runId AND model = $model', {
      runId,
      model,
    });
  }
  const measuredAt = new Date().toISOString();
  for (const row of rows) {
    await insertRow(catalog, 'metrics', {
      run_id: runId,
      model: row.model,
      part: row.part,
      candidates: row.candidates,
      auc: finite(row.auc),
      auc_half_ties: finite(row.aucHalfTies),
      ci95_low: finite(row.ci95Low),
      ci95_high: finite(row.ci95High),
      num_users: row.numUsers,
      tied_share: finite(row.tiedShare),
      num_candidates: finite(row.numCandidates),
      measured_at: measuredAt,
    });
  }
}

/** Where each tested pair ranked; all arrays have equal length. */
export interface UserRanks {
  model: string;
  part: string;
  candidates: string;
  userIndex: Uint32Array;
  productIndex: Uint32Array;
  /** Candidates that score strictly less than the tested product. */
  numBelow: Uint32Array;
  numTied: Uint32Array;
  numCandidates: Uint32Array;
}

/** Stores the ranks of one model, part and candidate set of a run, replacing those stored before. */
export async function replaceUserRanks(
  catalog: Catalog,
  runId: string,
  ranks: UserRanks,
): Promise<void> {
  const { model, part, candidates, userIndex } = ranks;
  await catalog.run(
    `DELETE FROM user_ranks WHERE run_id = $runId AND model = $model AND part = $part
     AND candidates = $candidates`,
    { runId, model, part, candidates },
  );
  const column = (values: Uint32Array) => (row: number) => values[row] ?? null;
  await appendRows(catalog, 'user_ranks', userIndex.length, [
    () => runId,
    () => model,
    () => part,
    () => candidates,
    column(userIndex),
    column(ranks.productIndex),
    column(ranks.numBelow),
    column(ranks.numTied),
    column(ranks.numCandidates),
  ]);
}

/** Undefined means (no user, no candidate) are NULL, as SQL has it. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
