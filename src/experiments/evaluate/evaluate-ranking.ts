import { replaceRankingMetrics, replaceUserRanks } from '../../catalog/metrics.js';
import { rankPairs, type RankCounts } from '../../evaluation/ranking/rank-pairs.js';
import type { Progress } from '../../progress/progress.js';
import { withBar } from '../../progress/with-bar.js';
import type { FeatureMatrix } from '../../sources/npy.js';
import { testTask, type HeldOutTask } from './held-out-task.js';
import type { PeerChoice } from '../../trainer/python/fit-peer.js';
import type { PythonChoice } from './available-peers.js';
import { presentBaselines } from './present-baselines.js';
import type { BaselineChoice } from './ranking-baselines.js';
import {
  rankingContestants,
  type PeerFailure,
  type RankingContestant,
} from './ranking-contestants.js';
import { measuredCells, rankingRow, type MeasuredCell, type RankingRow } from './ranking-rows.js';
import { storeMeasures } from './store-measures.js';
import { loadWorkspaceData, openFeatures, type WorkspaceData } from '../runs/workspace-data.js';

export interface EvaluateRunsOptions
  extends Pick<BaselineChoice, 'baselines'>, Partial<Pick<BaselineChoice, 'dispensable'>> {
  workspace: string;
  dataset: string;
  split: string;
  /** Completed runs on that split; may be empty. */
  runIds: readonly string[];
  /** Seed of the baselines that draw; the split's when absent. */
  seed?: number | undefined;
  /** Where the libraries of peers are; by default that of VASG_PYTHON or a checkout's. */
  trainer?: PythonChoice;
  /** Told of a peer that could not be fitted, which is left out; without it, such a failure ends everything. */
  onPeerFailure?: (failure: PeerFailure) => void;
  threads: number;
  progress: Progress;
  signal: AbortSignal;
}

export interface RankingEvaluation {
  dataset: string;
  split: string;
  runIds: readonly string[];
  /** Contestants in the order of the runs, then of the baselines; four rows each. */
  rows: RankingRow[];
  /** How each peer among the baselines was fitted. */
  peers: FittedPeer[];
}

export interface FittedPeer extends PeerChoice {
  /** Title, e.g. `EASE`. */
  model: string;
}

interface Measured extends Pick<RankingContestant, 'identity' | 'preset' | 'choice'> {
  cells: MeasuredCell[];
}

/**
 * AUC of eq. 4 on the test pairs of a split, exact, for runs and baselines, with warm, cold and all products
 * as candidates. Means go to table `metrics`, each user's counts to `user_ranks`; what was measured before
 * is replaced.
 *
 * @throws MissingArtifactError when a run is not of that split, or the split was replaced meanwhile
 * @throws SetupError when the library of a peer is missing that is not dispensable; before anything is measured. Where
 *   nobody listens to `onPeerFailure`, for a peer that could not be fitted too
 * @throws InputDataError when the split has too many products for such a peer
 */
export async function evaluateRuns(options: EvaluateRunsOptions): Promise<RankingEvaluation> {
  const { workspace, dataset, split, runIds } = options;
  const data = await loadWorkspaceData(workspace, dataset, split);
  const measured = await measureAll(data, options);
  await storeMeasures(options, data, async (catalog) => {
    for (const { identity, cells } of measured) {
      const metrics = cells.map(({ metric }) => metric);
      await replaceRankingMetrics(catalog, identity, metrics);
      const ranks = cells.flatMap((cell) => cell.ranks ?? []);
      await replaceUserRanks(catalog, identity, ranks);
    }
  });
  const rows = measured.flatMap(({ identity, preset, cells }) =>
    cells.map((cell) => rankingRow(identity, preset, cell)),
  );
  const peers = measured.flatMap(({ identity: { model }, choice }) =>
    choice === undefined ? [] : [{ model, ...choice }],
  );
  return { dataset, split, runIds, rows, peers };
}

async function measureAll(data: WorkspaceData, options: EvaluateRunsOptions): Promise<Measured[]> {
  const task = testTask(data);
  const present = await presentBaselines(data, options);
  let opened: FeatureMatrix | undefined;
  const contestants = rankingContestants({
    ...{ ...options, ...present },
    data,
    features: async () => (opened ??= await openFeatures(data)),
    seed: options.seed ?? data.split.seed,
  });
  const measured: Measured[] = [];
  let last: (RankingContestant & { counts: RankCounts }) | undefined;
  try {
    for await (const contestant of contestants) {
      // BPR with and without a place for cold products are the same two tables.
      const isSame = last?.users === contestant.users && last.products === contestant.products;
      const counts = isSame ? last!.counts : await rank(contestant, task, options);
      last = { ...contestant, counts };
      const { identity, preset, choice, ranksCold } = contestant;
      const cells = measuredCells(task, counts, ranksCold);
      measured.push({ identity, preset, cells, ...(choice === undefined ? {} : { choice }) });
    }
  } finally {
    await opened?.close();
  }
  return measured;
}

function rank(
  { name, users, products }: RankingContestant,
  task: HeldOutTask,
  { threads, progress, signal }: EvaluateRunsOptions,
): Promise<RankCounts> {
  const candidates = task.candidates(products);
  const bar = progress.bar(`Ranking with ${name}`, candidates.rows, 'products');
  return withBar(bar, (onProgress) =>
    rankPairs({
      pairs: task.pairs,
      owned: task.owned,
      groups: task.groups,
      users,
      products: candidates,
      threads,
      signal,
      onProgress,
    }),
  );
}
