import { InputDataError, SetupError } from '../../errors.js';
import type { PythonEnvironment } from '../../trainer/python/environment.js';
import { findPeerLibraries } from '../../trainer/python/peer-libraries.js';
import { PEER_TRAITS, peerTitles, type PeerName } from './peers.js';

/** Warm products whose weights for each other are still kept: 1.6 GB, and several times that while EASE learns. */
export const MAX_WEIGHTED_PRODUCTS = 20_000;

/** Where to look for Python. */
export interface PythonChoice {
  /** Path from a flag; default is the environment variable VASG_PYTHON. */
  python?: string | undefined;
  /** The user's cache folder, where `vasg setup` makes its environment. */
  cacheFolder?: string | undefined;
}

/** Peers that cannot be measured, all for one reason. */
export interface LackingPeers {
  peers: readonly PeerName[];
  error: SetupError | InputDataError;
}

export interface AvailablePeers {
  /** Undefined where no peer can be measured. */
  python: PythonEnvironment | undefined;
  /** In the order of the question. */
  usable: readonly PeerName[];
  lacking: readonly LackingPeers[];
}

/**
 * Which of `peers` can be measured on a split with `numWarm` warm products: a library that is missing, or too many
 * products, is a reason against those alone that it concerns.
 */
export async function availablePeers(
  peers: readonly PeerName[],
  numWarm: number,
  choice: PythonChoice,
): Promise<AvailablePeers> {
  const tooLarge = peers.filter((peer) => !hasRoom(peer, numWarm));
  const lacking =
    tooLarge.length === 0 ? [] : [{ peers: tooLarge, error: tooManyProducts(tooLarge, numWarm) }];
  const found = await withLibraries(
    peers.filter((peer) => hasRoom(peer, numWarm)),
    choice,
  );
  return { ...found, lacking: [...lacking, ...found.lacking] };
}

async function withLibraries(
  peers: readonly PeerName[],
  { python: chosen, cacheFolder }: PythonChoice,
): Promise<AvailablePeers> {
  if (peers.length === 0) return { python: undefined, usable: [], lacking: [] };
  try {
    const { python, usable, lacking, error } = await findPeerLibraries(peers, {
      ...{ chosen, cacheFolder },
    });
    return {
      python: usable.length === 0 ? undefined : python,
      usable,
      lacking: error === null ? [] : [{ peers: lacking, error }],
    };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { python: undefined, usable: [], lacking: [{ peers, error }] };
  }
}

function hasRoom(peer: PeerName, numWarm: number): boolean {
  return PEER_TRAITS[peer].learns === 'factors' || numWarm <= MAX_WEIGHTED_PRODUCTS;
}

function tooManyProducts(peers: readonly PeerName[], numWarm: number): InputDataError {
  const count = (products: number): string => products.toLocaleString('en-US');
  return new InputDataError(
    `The split has ${count(numWarm)} warm products; ${peerTitles(peers)} can take ${count(MAX_WEIGHTED_PRODUCTS)} at most, as every product has a weight for every other.`,
    { code: 'TOO_MANY_PRODUCTS', suggestions: ['Leave them out of --baselines.'] },
  );
}
