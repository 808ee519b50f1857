import type { ModelName } from '../../config/models.js';
import {
  evaluateRuns,
  type FittedPeer,
  type RankingEvaluation,
} from '../evaluate/evaluate-ranking.js';
import type { PeerName } from '../evaluate/peers.js';
import { BASELINES } from '../evaluate/ranking-baselines.js';
import type { RankingRow } from '../evaluate/ranking-rows.js';
import type { Step } from '../steps/step-log.js';
import type { Bench, OfRun } from './bench.js';
import type { Contestant } from './contestants.js';
import type { Trial } from './trial.js';

/** BPR: neighbours of a cold product by similarity. IBR: distances around the mean product. */
const REVISIONS: Partial<Record<ModelName, number>> = { bpr: 2, ibr: 2 };

/** 2: what a peer was fitted with is kept. */
const PEER_REVISION = 2;

/** A fitted peer, and where it ranks the test products. */
export interface PeerRanking {
  rows: RankingRow[];
  fitted: FittedPeer;
}

/** Ranks the test products with one run: Table 2, and all that section 6 varies. */
export function rankingStep(
  bench: Bench,
  trial: Trial,
  contestant: Contestant,
  title = 'Table 2',
): Step<OfRun<RankingRow[]>> {
  return bench.runStep(trial, contestant, {
    kind: 'ranking',
    revision: REVISIONS[contestant.model],
    title,
    measure: async (runId) => (await rank(bench, trial, { runIds: [runId], baselines: [] })).rows,
  });
}

/** Ranks them with the contestants that need no training. */
export function baselineRankingStep(bench: Bench, trial: Trial): Step<RankingRow[]> {
  return bench.trialStep(trial, {
    kind: 'ranking/baselines',
    title: 'Table 2: baselines',
    inputs: { baselines: BASELINES },
    measure: async () => (await rank(bench, trial, { runIds: [], baselines: BASELINES })).rows,
  });
}

/** Fits a standard of the field, its settings chosen on the validation part, and ranks them with it. */
export function peerRankingStep(bench: Bench, trial: Trial, peer: PeerName): Step<PeerRanking> {
  return bench.trialStep(trial, {
    kind: `ranking/peer-${peer}`,
    revision: PEER_REVISION,
    title: `Quality: ${peer}`,
    inputs: { baselines: [peer] },
    measure: async () => {
      const { rows, peers } = await rank(bench, trial, { runIds: [], baselines: [peer] });
      return { rows, fitted: peers[0]! };
    },
  });
}

function rank(
  { options }: Bench,
  { shop, split, seed }: Trial,
  contestants: Pick<Parameters<typeof evaluateRuns>[0], 'runIds' | 'baselines'>,
): Promise<RankingEvaluation> {
  return evaluateRuns({ ...options, dataset: shop.dataset, split, seed, ...contestants });
}

/** AUC of the model's first scorer on one part, among products of the same kind; null when not measured. */
export function aucOf(
  rows: readonly RankingRow[] | undefined,
  part: 'warm' | 'cold',
): number | null {
  const row = rows?.find((other) => other.part === part && other.candidates === part);
  return row?.auc ?? null;
}
