import { baselineChoices, namesIn, parseBaselineList } from './parse-baselines.js';
import { PEERS, type PeerName } from './peers.js';

/** Contestants of Table 2 that need no training. */
export const BASELINES = [
  'rand',
  'popularity',
  'wboi',
  'wboi-centred',
  'wboi-standardized',
] as const;
export type UntrainedBaseline = (typeof BASELINES)[number];

export type Baseline = UntrainedBaseline | PeerName;

/** Whom to measure beside the runs. */
export interface BaselineChoice {
  baselines: readonly Baseline[];
  /** Peers among them that only their group stands for: whoever asks for all of them takes those that there are. */
  dispensable: readonly PeerName[];
}

const GROUPS = { all: BASELINES, peers: PEERS } as const;

/** What `parseBaselines` takes, in words. */
export const BASELINE_CHOICES = baselineChoices(GROUPS);

/** Reads `all`, `peers`, `none` or a list of baselines. Throws UsageError for a name that is none. */
export function parseBaselines(text: string): BaselineChoice {
  const baselines = parseBaselineList<Baseline>(text, GROUPS);
  const named = namesIn(text);
  return { baselines, dispensable: peersAmong(baselines).filter((peer) => !named.includes(peer)) };
}

/** Those of `baselines` that a library has to be there for. */
export function peersAmong(baselines: readonly Baseline[]): readonly PeerName[] {
  return baselines.filter(isPeer);
}

export function isPeer(baseline: Baseline): baseline is PeerName {
  return (PEERS as readonly Baseline[]).includes(baseline);
}
