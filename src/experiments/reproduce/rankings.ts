import type { ModelName } from '../../config/models.js';
import { evaluateRuns } from '../evaluate/evaluate-ranking.js';
import type { Peer } from '../evaluate/peers.js';
import { BASELINES } from '../evaluate/ranking-baselines.js';
import type { RankingRow } from '../evaluate/ranking-rows.js';
import type { Step } from '../steps/step-log.js';
import type { Bench, OfRun } from './bench.js';
import type { Contestant } from './contestants.js';
import type { Trial } from './trial.js';

/** BPR: neighbours of a cold product by similarity. IBR: distances around the mean product. Peers: none yet. */
const REVISIONS: Partial<Record<ModelName | Peer, number>> = { bpr: 2, ibr: 2 };

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
    measure: (runId) => rank(bench, trial, { runIds: [runId], baselines: [] }),
  });
}

/** Ranks them with the contestants that need no training. */
export function baselineRankingStep(bench: Bench, trial: Trial): Step<RankingRow[]> {
  return bench.trialStep(trial, {
    kind: 'ranking/baselines',
    title: 'Table 2: baselines',
    inputs: { baselines: BASELINES },
    measure: () => rank(bench, trial, { runIds: [], baselines: BASELINES }),
  });
}

/** Fits a standard of the field, its settings chosen on the validation part, and ranks them with it. */
export function peerRankingStep(bench: Bench, trial: Trial, peer: Peer): Step<RankingRow[]> {
  return bench.trialStep(trial, {
    kind: `ranking/peer-${peer}`,
    revision: REVISIONS[peer],
    title: `Quality: ${peer}`,
    inputs: { baselines: [peer] },
    measure: () => rank(bench, trial, { runIds: [], baselines: [peer] }),
  });
}

async function rank(
  { options }: Bench,
  { shop, split, seed }: Trial,
  contestants: Pick<Parameters<typeof evaluateRuns>[0], 'runIds' | 'baselines'>,
): Promise<RankingRow[]> {
  const on = { dataset: shop.dataset, split, seed };
  const { rows } = await evaluateRuns({ ...options, ...on, ...contestants });
  return rows;
}

/** AUC of the model's first scorer on one part, among products of the same kind; null when not measured. */
export function aucOf(
  rows: readonly RankingRow[] | undefined,
  part: 'warm' | 'cold',
): number | null {
  const row = rows?.find((other) => other.part === part && other.candidates === part);
  return row?.auc ?? null;
}
