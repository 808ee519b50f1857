import { PEER_LIBRARIES, type PeerName } from '../../trainer/python/peer-libraries.js';

/** Standards of the field that a library of others trains, beside the baselines that need no training. */
export type { PeerName };
export const PEERS = Object.keys(PEER_LIBRARIES) as readonly PeerName[];

/** What a peer is like, whatever it was trained on. */
export interface PeerTraits {
  /** As in tables and plots. */
  title: string;
  /** Whether what it learns depends on the seed. */
  draws: boolean;
  /** Whether it keeps a weight for every pair of warm products, or a vector for each. */
  learns: 'weights' | 'factors';
}

export const PEER_TRAITS: Readonly<Record<PeerName, PeerTraits>> = {
  itemknn: { title: 'ItemKNN', draws: false, learns: 'weights' },
  ease: { title: 'EASE', draws: false, learns: 'weights' },
  als: { title: 'ALS', draws: true, learns: 'factors' },
};

/** Titles of peers in a sentence. */
export function peerTitles(peers: readonly PeerName[]): string {
  return peers.map((peer) => PEER_TRAITS[peer].title).join(', ');
}
