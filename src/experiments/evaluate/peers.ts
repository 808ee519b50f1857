import { InputDataError, SetupError } from '../../errors.js';
import { findPeerPython, type PeerName } from '../../trainer/python/peer-libraries.js';
import type { PythonEnvironment } from '../../trainer/python/environment.js';
import { ratedProducts } from './held-out-task.js';
import type { WorkspaceData } from '../runs/workspace-data.js';

/** Standards of the field that a library of others trains, beside the baselines that need no training. */
export const PEERS = ['itemknn', 'ease', 'als'] as const satisfies readonly PeerName[];
export type Peer = (typeof PEERS)[number];

/** What a peer is like, whatever it was trained on. */
export interface PeerTraits {
  /** As in tables and plots. */
  title: string;
  /** Whether what it learns depends on the seed. */
  draws: boolean;
  /** Whether it keeps a weight for every pair of warm products, or a vector for each. */
  learns: 'weights' | 'factors';
}

export const PEER_TRAITS: Readonly<Record<Peer, PeerTraits>> = {
  itemknn: { title: 'ItemKNN', draws: false, learns: 'weights' },
  ease: { title: 'EASE', draws: false, learns: 'weights' },
  als: { title: 'ALS', draws: true, learns: 'factors' },
};

/** Warm products whose weights for each other are still kept: 1.6 GB, and several times that while EASE learns. */
export const MAX_WEIGHTED_PRODUCTS = 20_000;

/** Where to look for Python. */
export interface PythonChoice {
  /** Path from a flag; default is the environment variable VASG_PYTHON. */
  python?: string | undefined;
  /** The user's cache folder, where `vasg setup` makes its environment. */
  cacheFolder?: string | undefined;
}

/**
 * The Python for `peers` on a split.
 *
 * @throws SetupError when a library is missing
 * @throws InputDataError when there are too many warm products for one of them
 */
export async function requirePeers(
  peers: readonly Peer[],
  data: Pick<WorkspaceData, 'split' | 'train'>,
  { python, cacheFolder }: PythonChoice,
): Promise<PythonEnvironment> {
  const numWarm = warmProducts(data).length;
  const tooLarge = peers.filter((peer) => !hasRoom(peer, numWarm));
  if (tooLarge.length > 0) throw tooManyProducts(tooLarge, numWarm);
  return findPeerPython(peers, { chosen: python, cacheDirectory: cacheFolder });
}

export interface UsablePeers {
  usable: readonly Peer[];
  /** Why the others are left out; null when there are none. */
  reason: string | null;
}

/** Which peers can be measured on a split with `numWarm` warm products, without an error where none can. */
export async function usablePeers(
  numWarm: number,
  { python, cacheFolder }: PythonChoice,
): Promise<UsablePeers> {
  try {
    await findPeerPython(PEERS, { chosen: python, cacheDirectory: cacheFolder });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { usable: [], reason: error.message };
  }
  const usable = PEERS.filter((peer) => hasRoom(peer, numWarm));
  const tooLarge = PEERS.filter((peer) => !hasRoom(peer, numWarm));
  const reason = tooLarge.length === 0 ? null : tooManyProducts(tooLarge, numWarm).message;
  return { usable, reason };
}

/** Indices of the products with a training purchase, ascending. */
export function warmProducts({
  train,
  split,
}: Pick<WorkspaceData, 'split' | 'train'>): Uint32Array {
  return ratedProducts(train.productIndex, split.numProducts);
}

function hasRoom(peer: Peer, numWarm: number): boolean {
  return PEER_TRAITS[peer].learns === 'factors' || numWarm <= MAX_WEIGHTED_PRODUCTS;
}

function tooManyProducts(peers: readonly Peer[], numWarm: number): InputDataError {
  const count = (products: number): string => products.toLocaleString('en-US');
  return new InputDataError(
    `The split has ${count(numWarm)} warm products; ${peers.join(' and ')} can have ${count(MAX_WEIGHTED_PRODUCTS)}, as each has a weight for every other.`,
    { code: 'TOO_MANY_PRODUCTS', suggestions: ['Leave them out of --baselines.'] },
  );
}
