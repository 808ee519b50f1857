import { join } from 'node:path';
import type { ServerInfo, TrainerClient } from './client.js';
import { connectTrainer, shakeHands } from './connect.js';
import { startTrainer, type TrainerProcess } from './process/start-trainer.js';
import type { DeviceChoice } from './process/trainer-child.js';
import { findPython } from './python/environment.js';

export interface TrainerOptions {
  /** `host:port` of a running trainer; without it one is started here. */
  address?: string | undefined;
  /** PEM file of the authority behind the remote trainer's certificate. */
  caFile?: string | undefined;
  /** Python to start the trainer with; default: VASG_PYTHON, ./.venv, that of `vasg setup`. */
  python?: string | undefined;
  /** The user's cache folder: holds the environment of `vasg setup` and uploaded tensors. */
  cacheFolder: string;
  device: DeviceChoice;
  /** CPU threads of PyTorch; 0 lets it choose. */
  threads: number;
  checkpointSeconds?: number | undefined;
}

export interface OpenTrainerOptions extends TrainerOptions {
  /** Checkpoints of a trainer that is started here. */
  stateFolder: string;
}

/** A trainer that answers, ours or a remote one. */
export interface Trainer {
  readonly client: TrainerClient;
  readonly info: ServerInfo;
  /** Rejects as soon as the trainer's process dies, even if `work` would wait on. */
  guard<T>(work: Promise<T>): Promise<T>;
  /** Ends a trainer of ours, leaves a remote one. Idempotent. */
  close(): Promise<void>;
}

/**
 * Attaches to a remote trainer or starts one.
 *
 * @throws SetupError when Python, packages or contract revision do not fit
 * @throws TrainerUnavailableError when it does not come up or cannot be reached
 */
export async function openTrainer(
  options: OpenTrainerOptions,
  signal?: AbortSignal,
): Promise<Trainer> {
  if (options.address !== undefined) return attach(options.address, options.caFile);
  const { python, cacheFolder } = options;
  const started = await startTrainer({
    ...options,
    python: await findPython({ chosen: python, cacheDirectory: cacheFolder }),
    cacheFolder: join(cacheFolder, 'tensors'),
    signal,
  });
  return {
    client: started.client,
    info: started.info,
    guard: (work) => Promise.race([work, deathOf(started)]),
    close: () => started.stop(),
  };
}

async function attach(address: string, caFile: string | undefined): Promise<Trainer> {
  const token = process.env['VASG_TRAINER_TOKEN'];
  const client = await connectTrainer(address, { caFile, token });
  try {
    const info = await shakeHands(client);
    const close = (): Promise<void> => Promise.resolve(client.close());
    return { client, info, guard: (work) => work, close };
  } catch (error) {
    client.close();
    throw error;
  }
}

async function deathOf({ ended }: TrainerProcess): Promise<never> {
  throw await ended;
}
