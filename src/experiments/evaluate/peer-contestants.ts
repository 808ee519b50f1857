import { join } from 'node:path';
import { productWeightsScorer } from '../../evaluation/baselines/product-weights.js';
import type { Scorer } from '../../evaluation/baselines/scorer.js';
import { makeTemporaryFolder } from '../../files/temporary-folder.js';
import type { Progress, ProgressBar } from '../../progress/progress.js';
import { openNpy, type FeatureMatrix } from '../../sources/npy.js';
import { pairsOf } from '../../splitting/views.js';
import type { PythonEnvironment } from '../../trainer/python/environment.js';
import { fitPeer, type PeerChoice } from '../../trainer/python/fit-peer.js';
import type { RunScorer } from '../runs/run-scorers.js';
import type { WorkspaceData } from '../runs/workspace-data.js';
import { warmProducts } from './held-out-task.js';
import { PEER_TRAITS, type PeerName } from './peers.js';

export interface PeerOptions {
  data: WorkspaceData;
  /** With the peer's library. */
  python: PythonEnvironment;
  /** uint32 */
  seed: number;
  threads: number;
  progress: Progress;
  signal: AbortSignal;
}

/** A fitted peer. */
export interface PeerScorer extends RunScorer {
  choice: PeerChoice;
}

/**
 * Fits a peer to the training part, its settings chosen on the validation part. Its tables are files of a temporary
 * folder that is there until the caller goes on, or stops.
 */
export async function* peerScorer(
  peer: PeerName,
  options: PeerOptions,
): AsyncGenerator<PeerScorer, void, undefined> {
  const folder = await makeTemporaryFolder('vasg-peer');
  const opened: FeatureMatrix[] = [];
  const open = async (name: string): Promise<FeatureMatrix> => {
    const table = await openNpy(join(folder.path, name));
    opened.push(table);
    return table;
  };
  try {
    const choice = await fit(peer, folder.path, options);
    options.progress.log(describe(peer, choice));
    const scorer = await scorerOf(peer, options.data, open);
    yield { name: PEER_TRAITS[peer].title, ranksCold: false, ...scorer, choice };
  } finally {
    for (const table of opened) await table.close();
    await folder.remove();
  }
}

async function scorerOf(
  peer: PeerName,
  data: WorkspaceData,
  open: (name: string) => Promise<FeatureMatrix>,
): Promise<Scorer> {
  if (PEER_TRAITS[peer].learns === 'factors') {
    return { users: await open('users.npy'), products: await open('products.npy') };
  }
  return productWeightsScorer({
    numProducts: data.split.numProducts,
    warm: warmProducts(data),
    owned: data.trainProducts,
    weights: await open('weights.npy'),
  });
}

/** The number of settings to try is Python's to say, so the bar starts with its first word. */
async function fit(peer: PeerName, folder: string, options: PeerOptions): Promise<PeerChoice> {
  const { data, progress, ...machine } = options;
  const { numUsers, numProducts } = data.split;
  let bar: ProgressBar | undefined;
  try {
    const choice = await fitPeer({
      ...{ ...machine, folder, peer, numUsers, numProducts },
      train: data.train,
      validation: pairsOf(data.split, ['validation_warm', 'validation_cold']),
      onProgress: (done, total) => {
        bar ??= progress.bar(`Choosing ${PEER_TRAITS[peer].title}`, total, 'settings');
        bar.update(done);
      },
    });
    bar?.finish();
    return choice;
  } finally {
    bar?.abandon();
  }
}

function describe(peer: PeerName, { settings, validationAuc }: PeerChoice): string {
  const values = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  const why =
    validationAuc === null
      ? 'defaults, as the split has no validation part'
      : `validation AUC ${validationAuc.toFixed(4)}`;
  return `${PEER_TRAITS[peer].title}: ${values.join(', ')} (${why}).`;
}
