import { appendRows, insertRow } from './bulk.js';
import type { Catalog } from './connection.js';
import { contestantColumns, deleteContestant, type Contestant } from './contestants.js';

/** A mean over the tested users of one part, against one candidate set; null where nobody was tested. */
export interface RankingMetric {
  /** Kind of the tested products, e.g. `warm`. */
  part: string;
  /** Products that the tested one is ranked among, e.g. `warm` or `all`. */
  candidates: string;
  /** Eq. 4: share of candidates that score strictly less; ties count as lost. */
  auc: number | null;
  /** The same with half credit for a tie. */
  aucHalfTies: number | null;
  ci95: [low: number | null, high: number | null];
  /** Users that the mean is over. */
  users: number;
  /** Mean share of candidates with exactly the tested product's score. */
  ties: number | null;
  /** Mean number of candidates. */
  numCandidates: number | null;
}

/** Where each tested pair ranked; all arrays have equal length. */
export interface UserRanks {
  part: string;
  candidates: string;
  userIndex: Uint32Array;
  productIndex: Uint32Array;
  /** Candidates that score strictly less than the tested product. */
  numBelow: Uint32Array;
  numTied: Uint32Array;
  numCandidates: Uint32Array;
}

/** Stores the metrics of a contestant, replacing all that it had; other contestants' rows stay. */
export async function replaceRankingMetrics(
  catalog: Catalog,
  contestant: Contestant,
  rows: readonly RankingMetric[],
): Promise<void> {
  const identity = contestantColumns(contestant);
  await deleteContestant(catalog, 'metrics', identity);
  const measuredAt = new Date().toISOString();
  for (const row of rows) {
    await insertRow(catalog, 'metrics', {
      ...identity,
      part: row.part,
      candidates: row.candidates,
      auc: row.auc,
      auc_half_ties: row.aucHalfTies,
      ci95_low: row.ci95[0],
      ci95_high: row.ci95[1],
      num_users: row.users,
      tied_share: row.ties,
      num_candidates: row.numCandidates,
      measured_at: measuredAt,
    });
  }
}

/** Stores the ranks of a contestant, replacing all that it had. */
export async function replaceUserRanks(
  catalog: Catalog,
  contestant: Contestant,
  cells: readonly UserRanks[],
): Promise<void> {
  const identity = contestantColumns(contestant);
  await deleteContestant(catalog, 'user_ranks', identity);
  for (const cell of cells) {
    const column = (values: Uint32Array) => (row: number) => values[row] ?? null;
    await appendRows(catalog, 'user_ranks', cell.userIndex.length, [
      ...Object.values(identity).map((value) => () => value),
      () => cell.part,
      () => cell.candidates,
      column(cell.userIndex),
      column(cell.productIndex),
      column(cell.numBelow),
      column(cell.numTied),
      column(cell.numCandidates),
    ]);
  }
}
