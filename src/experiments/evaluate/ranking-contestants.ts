import type { Contestant } from '../../catalog/contestants.js';
import { popularityBaseline } from '../../evaluation/baselines/popularity.js';
import { randomBaseline } from '../../evaluation/baselines/random.js';
import { wboiBaseline } from '../../evaluation/baselines/wboi.js';
import type { FeatureMatrix } from '../../sources/npy.js';
import { openRun } from '../runs/load-run.js';
import { parseBaselineList } from './parse-baselines.js';
import { contestantOf } from './product-contestants.js';
import type { RunScorer } from '../runs/run-scorers.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/** Contestants of Table 2 that need no training. */
export const BASELINES = ['rand', 'popularity', 'wboi'] as const;
export type Baseline = (typeof BASELINES)[number];

/** Reads `all`, `none` or a list of baselines. Throws UsageError for a name that is none. */
export function parseBaselines(text: string): readonly Baseline[] {
  return parseBaselineList(text, BASELINES);
}

/** Somebody who ranks products for users. */
export interface RankingContestant extends RunScorer {
  identity: Contestant;
  /** Null for a baseline. */
  preset: string | null;
}

export interface ContestantOptions {
  workspace: string;
  data: WorkspaceData;
  /** Asked for once, if `wboi` is among the baselines. */
  features: () => Promise<FeatureMatrix>;
  runIds: readonly string[];
  baselines: readonly Baseline[];
  /** Seed of RAND. */
  seed: number;
}

/** The scorers of the runs in their order, then the baselines, each made when its turn comes. */
export async function* rankingContestants(
  options: ContestantOptions,
): AsyncGenerator<RankingContestant> {
  const { data, workspace } = options;
  for (const runId of options.runIds) {
    const { manifest, scorers } = await openRun(workspace, runId, data);
    for (const scorer of scorers) {
      const { name: model } = scorer;
      const identity = contestantOf(data, { model, runId, seed: manifest.seed });
      yield { ...scorer, identity, preset: manifest.preset };
    }
  }
  for (const baseline of options.baselines) {
    const seed = baseline === 'rand' ? options.seed : null;
    const scorer = await baselineScorer(baseline, options);
    const identity = contestantOf(data, { model: scorer.name, runId: null, seed });
    yield { ...scorer, identity, preset: null };
  }
}

async function baselineScorer(
  baseline: Baseline,
  { data, features, seed }: ContestantOptions,
): Promise<RunScorer> {
  const { split, train } = data;
  const { numUsers, numProducts } = split;
  switch (baseline) {
    case 'rand': {
      const scorer = randomBaseline({ numUsers, numProducts, seed });
      return { name: 'RAND', ranksCold: true, ...scorer };
    }
    case 'popularity': {
      // Cold products are all tied at 0, which the AUC shows.
      const scorer = popularityBaseline({ numUsers, numProducts, train });
      return { name: 'popularity', ranksCold: true, ...scorer };
    }
    case 'wboi': {
      const scorer = wboiBaseline({ numUsers, train, features: await features() });
      return { name: 'WBOI', ranksCold: true, ...scorer };
    }
  }
}
