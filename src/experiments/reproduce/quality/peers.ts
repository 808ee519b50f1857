import { withCatalog } from '../../../catalog/connection.js';
import { readPartCounts } from '../../../catalog/split-counts.js';
import { PEERS, PEER_TRAITS, usablePeers, type Peer } from '../../evaluate/peers.js';
import type { Step } from '../../steps/step-log.js';
import type { Bench } from '../bench.js';
import { peerRankingStep } from '../rankings.js';
import type { Table2Row } from '../reproduction.js';
import { rankedRows } from '../table2.js';
import type { Trial } from '../trial.js';

/** Which peers are to be measured on a trial. */
export type PeersOf = (trial: Trial) => readonly Peer[];

/** Where nothing is known of libraries: all that there are. */
export const allPeers: PeersOf = () => PEERS;

export function peerSteps(bench: Bench, trial: Trial, peersOf: PeersOf): Step<unknown>[] {
  return peersOf(trial).map((peer) => peerRankingStep(bench, trial, peer));
}

/** As in Table 2. Trials are those of one shop, in the order of the seeds. */
export function peerRows(bench: Bench, trials: readonly [Trial, ...Trial[]]): Table2Row[] {
  return PEERS.flatMap((peer) =>
    rankedRows(
      trials[0].shop,
      trials.map((trial) => bench.resultOf(peerRankingStep(bench, trial, peer))),
    ),
  );
}

export interface PeerChoice {
  peersOf: PeersOf;
  /** What is missing, and why. */
  notes: string[];
}

/** Peers that are measured already or whose library is here, and notes of the others. */
export async function choosePeers(bench: Bench, trials: readonly Trial[]): Promise<PeerChoice> {
  const chosen = new Map<Trial, readonly Peer[]>();
  const notes = new Set<string>();
  for (const trial of trials) {
    const isMeasured = (peer: Peer): boolean =>
      bench.resultOf(peerRankingStep(bench, trial, peer)) !== undefined;
    const { usable, reason } = PEERS.every(isMeasured)
      ? { usable: PEERS, reason: null }
      : await usablePeers(await numWarmProducts(bench, trial), bench.options.trainer);
    const present = PEERS.filter((peer) => usable.includes(peer) || isMeasured(peer));
    const missing = PEERS.filter((peer) => !present.includes(peer));
    chosen.set(trial, present);
    if (missing.length > 0) notes.add(noteOf(missing, trial, reason));
  }
  return { peersOf: (trial) => chosen.get(trial) ?? [], notes: [...notes] };
}

function noteOf(missing: readonly Peer[], { shop }: Trial, reason: string | null): string {
  const titles = missing.map((peer) => PEER_TRAITS[peer].title).join(', ');
  return `Section quality is without ${titles} on ${shop.dataset}. ${reason ?? ''}`.trim();
}

async function numWarmProducts({ options }: Bench, { shop, split }: Trial): Promise<number> {
  const counts = await withCatalog(options.workspace, 'read', (catalog) =>
    readPartCounts(catalog, shop.dataset, split),
  );
  return counts.find(({ part }) => part === 'train')?.products ?? 0;
}
