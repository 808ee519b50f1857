import type { TrainerClient, ServerInfo } from '../../trainer/client.js';
import { connectTrainer, shakeHands } from '../../trainer/connect.js';
import { startTrainer, type DeviceChoice } from '../../trainer/process/start-trainer.js';
import { findPython } from '../../trainer/python/environment.js';

/** Where to train: in a process of our own, or on a trainer that is already running. */
export interface TrainerChoice {
  /** `host:port` of a running trainer; absent starts one on this machine. */
  address?: string | undefined;
  /** Token and certificate authority for a running trainer. */
  token?: string | undefined;
  caFile?: string | undefined;
  /** For a process of our own. */
  device: DeviceChoice;
  python?: string | undefined;
  cacheFolder: string;
  checkpointSeconds?: number | undefined;
}

/** The device that is asked for. A trainer that runs elsewhere has the one that it has. */
export function askedDevice({ address, device }: TrainerChoice): DeviceChoice {
  return address === undefined ? device : 'auto';
}

export interface OpenTrainer {
  client: TrainerClient;
  info: ServerInfo;
  close(): Promise<void>;
}

/** Opens the chosen trainer; a process of our own keeps its checkpoints in `stateFolder`. */
export async function openTrainer(
  choice: TrainerChoice,
  context: { stateFolder: string; threads: number; signal: AbortSignal },
): Promise<OpenTrainer> {
  if (choice.address === undefined) return startOwnTrainer(choice, context);
  const client = await connectTrainer(choice.address, choice);
  try {
    const info = await shakeHands(client);
    return { client, info, close: () => Promise.resolve(client.close()) };
  } catch (error) {
    client.close();
    throw error;
  }
}

async function startOwnTrainer(
  choice: TrainerChoice,
  context: { stateFolder: string; threads: number; signal: AbortSignal },
): Promise<OpenTrainer> {
  const python = await findPython({ chosen: choice.python, cacheFolder: choice.cacheFolder });
  const process = await startTrainer({
    python,
    device: choice.device,
    cacheFolder: choice.cacheFolder,
    checkpointSeconds: choice.checkpointSeconds,
    ...context,
  });
  return { client: process.client, info: process.info, close: () => process.stop() };
}
