import { withCatalog } from '../../../catalog/connection.js';
import { readPartCounts } from '../../../catalog/split-counts.js';
import { availablePeers, type AvailablePeers } from '../../evaluate/available-peers.js';
import { PEERS, PEER_TRAITS, peerTitles, type PeerName } from '../../evaluate/peers.js';
import type { Step } from '../../steps/step-log.js';
import type { Bench } from '../bench.js';
import { peerRankingStep } from '../rankings.js';
import type { QualityRow, Table2Row } from '../reproduction.js';
import { rankedRows } from '../table2.js';
import type { Trial, Trials } from '../trial.js';

/** By the title of a peer. */
export type FittedBySeed = ReadonlyMap<string, NonNullable<QualityRow['fitted']>>;

/** Which peers are to be measured on a trial. */
export type PeersOf = (trial: Trial) => readonly PeerName[];

/** Where nothing is known of libraries: all that there are. */
export const allPeers: PeersOf = () => PEERS;

export function peerSteps(bench: Bench, trial: Trial, peersOf: PeersOf): Step<unknown>[] {
  return peersOf(trial).map((peer) => peerRankingStep(bench, trial, peer));
}

/** As in Table 2. */
export function peerRows(bench: Bench, trials: Trials): Table2Row[] {
  return PEERS.flatMap((peer) =>
    rankedRows(
      trials[0].shop,
      trials.map((trial) => bench.resultOf(peerRankingStep(bench, trial, peer))?.rows),
    ),
  );
}

/** What each peer was fitted with, by title, in the order of the seeds; null for a seed that has none. */
export function fittedPeers(bench: Bench, trials: Trials): FittedBySeed {
  return new Map(
    PEERS.map((peer) => [
      PEER_TRAITS[peer].title,
      trials.map((trial) => {
        const ranking = bench.resultOf(peerRankingStep(bench, trial, peer));
        if (ranking === undefined) return null;
        const { settings, validationAuc } = ranking.fitted;
        return { settings, validationAuc };
      }),
    ]),
  );
}

export interface PresentPeers {
  peersOf: PeersOf;
  /** Who is missing where, and why; each once. */
  notes: string[];
}

/** Asks which peers can be measured on a trial. */
export type AskForPeers = (
  peers: readonly PeerName[],
  trial: Trial,
) => Promise<Pick<AvailablePeers, 'usable' | 'lacking'>>;

/** Peers that are measured already or can be, and notes of the others. */
export async function choosePeers(
  bench: Bench,
  trials: readonly Trial[],
  ask: AskForPeers = askForPeers(bench),
): Promise<PresentPeers> {
  const chosen = new Map<Trial, readonly PeerName[]>();
  const reasons = new Map<string, string>();
  for (const trial of trials) {
    const isMeasured = (peer: PeerName): boolean =>
      bench.resultOf(peerRankingStep(bench, trial, peer)) !== undefined;
    const open = PEERS.filter((peer) => !isMeasured(peer));
    const { usable, lacking } = await ask(open, trial);
    chosen.set(
      trial,
      PEERS.filter((peer) => usable.includes(peer) || !open.includes(peer)),
    );
    for (const { peers, error } of lacking) {
      // Seeds differ in how many products are warm; one of them is reason enough.
      const who = `Section quality is without ${peerTitles(peers)} on ${trial.shop.dataset}.`;
      if (!reasons.has(who)) reasons.set(who, error.message);
    }
  }
  const notes = [...reasons].map(([who, why]) => `${who} ${why}`);
  return { peersOf: (trial) => chosen.get(trial) ?? [], notes };
}

function askForPeers(bench: Bench): AskForPeers {
  return async (peers, trial) =>
    availablePeers(peers, await numWarmProducts(bench, trial), bench.options.trainer);
}

async function numWarmProducts({ options }: Bench, { shop, split }: Trial): Promise<number> {
  const counts = await withCatalog(options.workspace, 'read', (catalog) =>
    readPartCounts(catalog, shop.dataset, split),
  );
  return counts.find(({ part }) => part === 'train')?.products ?? 0;
}
