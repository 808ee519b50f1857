import type { Progress } from '../../progress/progress.js';
import type { PythonEnvironment } from '../../trainer/python/environment.js';
import type { WorkspaceData } from '../runs/workspace-data.js';
import { availablePeers, type PythonChoice } from './available-peers.js';
import { warmProducts } from './held-out-task.js';
import { peerTitles } from './peers.js';
import { isPeer, peersAmong, type Baseline, type BaselineChoice } from './ranking-baselines.js';

export interface PresentBaselines {
  baselines: readonly Baseline[];
  /** With the libraries of the peers among them; undefined where there are none. */
  peerPython: PythonEnvironment | undefined;
}

interface Wanted extends Pick<BaselineChoice, 'baselines'> {
  /** None when absent. */
  dispensable?: BaselineChoice['dispensable'];
  trainer?: PythonChoice;
  progress: Progress;
}

/**
 * The baselines without dispensable peers that cannot be measured, of whom a warning says why.
 *
 * @throws SetupError or InputDataError for a peer that is not dispensable, or where no peer is left
 */
export async function presentBaselines(
  data: Pick<WorkspaceData, 'split' | 'train'>,
  { baselines, dispensable = [], trainer = {}, progress }: Wanted,
): Promise<PresentBaselines> {
  const peers = peersAmong(baselines);
  if (peers.length === 0) return { baselines, peerPython: undefined };
  const numWarm = warmProducts(data).length;
  const { python, usable, lacking } = await availablePeers(peers, numWarm, trainer);
  const fatal = lacking.find(
    (each) => usable.length === 0 || !each.peers.every((peer) => dispensable.includes(peer)),
  );
  if (fatal !== undefined) throw fatal.error;
  for (const { peers: absent, error } of lacking) {
    progress.warn(
      [`Without ${peerTitles(absent)}.`, error.message, ...error.suggestions].join(' '),
    );
  }
  const isPresent = (baseline: Baseline): boolean => !isPeer(baseline) || usable.includes(baseline);
  return { baselines: baselines.filter(isPresent), peerPython: python };
}
