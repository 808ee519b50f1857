import { setTimeout as sleep } from 'node:timers/promises';
import { asStorageError, type VasgError } from '../../errors.js';
import { makeFolder } from '../../files/make-folder.js';
import type { ServerInfo, TrainerClient } from '../client.js';
import { checkRevision, connectTrainer, shakeHands } from '../connect.js';
import { createEndpoint, type Endpoint } from './endpoint.js';
import type { ReadyLine } from './ready-line.js';
import { TrainerChild, type TrainerSettings } from './trainer-child.js';

export type { DeviceChoice } from './trainer-child.js';

/** Importing PyTorch takes seconds, from a cold disk many. */
const START_TIMEOUT_MS = 60_000;
/** Time to finish a step and write a checkpoint. */
const STOP_GRACE_MS = 10_000;
/** How long after its connection broke a process may take to be seen dead. */
const DEATH_NOTICE_MS = 2_000;

export interface StartTrainerOptions extends TrainerSettings {
  startTimeoutMs?: number;
  stopGraceMs?: number;
  endpoint?: Endpoint;
  signal?: AbortSignal | undefined;
}

/** A trainer of our own on this machine. It ends by itself when this process does. */
export interface TrainerProcess {
  readonly address: string;
  readonly pid: number;
  readonly client: TrainerClient;
  readonly info: ServerInfo;
  /** Resolves when the process is gone, with an error that tells how it went. */
  readonly ended: Promise<VasgError>;
  /** Lets it save its state and end; kills it after the grace. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts `python -m vasg.trainer` and waits until it answers.
 *
 * @throws TrainerUnavailableError with command line, exit code and last output when it dies or is too slow
 * @throws SetupError when the Python package speaks another revision of the contract
 */
export async function startTrainer(options: StartTrainerOptions): Promise<TrainerProcess> {
  options.signal?.throwIfAborted();
  makePrivateFolders([options.stateFolder, options.cacheFolder]);
  const endpoint = options.endpoint ?? createEndpoint();
  const child = new TrainerChild(options, endpoint, options.stopGraceMs ?? STOP_GRACE_MS);
  let client: TrainerClient | undefined;
  const stop = async (): Promise<void> => {
    client?.close();
    await child.stop();
    endpoint.remove();
  };
  try {
    const ready = await whenReady(child, options);
    checkRevision(ready.contractRevision, ready.address);
    client = await connectTrainer(ready.address, {
      token: endpoint.token,
      explainLoss: () =>
        Promise.race([child.ended, sleep(DEATH_NOTICE_MS, undefined, { ref: false })]),
    });
    const info = await shakeHands(client);
    return { address: client.address, pid: ready.pid, client, info, ended: child.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Checkpoints and caches hold what a shop sold to whom. */
function makePrivateFolders(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      makeFolder(folder, { mode: 0o700 });
    } catch (error) {
      throw asStorageError(error, folder);
    }
  }
}

async function whenReady(
  child: TrainerChild,
  { startTimeoutMs = START_TIMEOUT_MS, signal }: StartTrainerOptions,
): Promise<ReadyLine> {
  const settled = new AbortController();
  const giveUp = AbortSignal.any([settled.signal, ...(signal === undefined ? [] : [signal])]);
  const timeout = sleep(startTimeoutMs, undefined, { signal: giveUp }).then(() => {
    throw child.failure(`The trainer was not ready after ${startTimeoutMs / 1000} s`);
  });
  const death = child.ended.then((error) => {
    throw error;
  });
  try {
    return await Promise.race([child.ready, death, timeout]);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    settled.abort();
  }
}
