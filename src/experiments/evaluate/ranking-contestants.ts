import type { Contestant } from '../../catalog/contestants.js';
import { popularityBaseline } from '../../evaluation/baselines/popularity.js';
import { randomBaseline } from '../../evaluation/baselines/random.js';
import { wboiBaseline } from '../../evaluation/baselines/wboi.js';
import {
  wboiCentredBaseline,
  wboiStandardizedBaseline,
} from '../../evaluation/baselines/wboi-centred.js';
import { SetupError } from '../../errors.js';
import type { Progress } from '../../progress/progress.js';
import type { FeatureMatrix } from '../../sources/npy.js';
import type { PythonEnvironment } from '../../trainer/python/environment.js';
import { PEER_FAILED, type PeerChoice } from '../../trainer/python/fit-peer.js';
import { openRun } from '../runs/load-run.js';
import { peerScorer } from './peer-contestants.js';
import { PEER_TRAITS, type PeerName } from './peers.js';
import { contestantOf } from './product-contestants.js';
import { isPeer, type Baseline, type UntrainedBaseline } from './ranking-baselines.js';
import type { RunScorer } from '../runs/run-scorers.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/** Somebody who ranks products for users. */
export interface RankingContestant extends RunScorer {
  identity: Contestant;
  /** Null for a baseline. */
  preset: string | null;
  /** How a peer was fitted. */
  choice?: PeerChoice;
}

/** A peer that is there and could not be fitted. */
export interface PeerFailure {
  peer: PeerName;
  error: SetupError;
}

export interface ContestantOptions {
  workspace: string;
  data: WorkspaceData;
  /** Asked for if features are what a baseline goes by; the same each time. */
  features: () => Promise<FeatureMatrix>;
  runIds: readonly string[];
  baselines: readonly Baseline[];
  /** With the libraries of the peers among the baselines; undefined where there are none. */
  peerPython: PythonEnvironment | undefined;
  /** Told of a peer that could not be fitted, which is left out; without it, such a failure ends everything. */
  onPeerFailure?: ((failure: PeerFailure) => void) | undefined;
  /** Of the baselines that draw, uint32. */
  seed: number;
  threads: number;
  progress: Progress;
  signal: AbortSignal;
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
  for (const baseline of options.baselines) yield* baselineContestant(baseline, options);
}

async function* baselineContestant(
  baseline: Baseline,
  options: ContestantOptions,
): AsyncGenerator<RankingContestant> {
  const { data, seed, peerPython: python } = options;
  const named = (scorer: RunScorer, draws: boolean): RankingContestant => ({
    ...scorer,
    identity: contestantOf(data, { model: scorer.name, runId: null, seed: draws ? seed : null }),
    preset: null,
  });
  if (!isPeer(baseline)) {
    yield named(await baselineScorer(baseline, options), baseline === 'rand');
    return;
  }
  if (python === undefined) throw new TypeError(`There is no Python to fit ${baseline} with.`);
  const { draws } = PEER_TRAITS[baseline];
  try {
    for await (const scorer of peerScorer(baseline, { ...options, python })) {
      yield { ...named(scorer, draws), choice: scorer.choice };
    }
  } catch (error) {
    if (options.onPeerFailure === undefined || !isPeerFailure(error)) throw error;
    options.onPeerFailure({ peer: baseline, error });
  }
}

function isPeerFailure(error: unknown): error is SetupError {
  return error instanceof SetupError && error.code === PEER_FAILED;
}

async function baselineScorer(
  baseline: UntrainedBaseline,
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
    case 'wboi-centred': {
      const scorer = await wboiCentredBaseline({ numUsers, train, features: await features() });
      return { name: 'WBOI centred', ranksCold: true, ...scorer };
    }
    case 'wboi-standardized': {
      const options = { numUsers, train, features: await features() };
      const scorer = await wboiStandardizedBaseline(options);
      return { name: 'WBOI standardized', ranksCold: true, ...scorer };
    }
  }
}
