import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { RunCancelledError, SetupError } from '../../errors.js';
import type { PythonEnvironment } from './environment.js';
import type { PeerName } from './peer-libraries.js';
import { neutralFolder, PYTHON_ENVIRONMENT } from './run-python.js';

const KEPT_LINES = 3;

/** Code of the error of a peer that could not be fitted, which says nothing against others. */
export const PEER_FAILED = 'PEER_FAILED';

interface Pairs {
  userIndex: Uint32Array;
  productIndex: Uint32Array;
}

export interface FitPeerOptions {
  /** Python with the peer's library: that of `findPeerLibraries`. */
  python: PythonEnvironment;
  /** An empty folder for the purchases and for what comes of them. */
  folder: string;
  peer: PeerName;
  numUsers: number;
  /** Of the data set. */
  numProducts: number;
  train: Pairs;
  /** Purchases to choose settings by; may be empty. */
  validation: Pairs;
  /** uint32 */
  seed: number;
  threads: number;
  /** Told how many fits of how many are done. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** The settings that a peer was fitted with. */
export interface PeerChoice {
  settings: Readonly<Record<string, number | string>>;
  /** Half ties, 0 to 1; null where the settings are defaults, as there was nothing to choose by. */
  validationAuc: number | null;
}

/** A line of `vasg.peers`. */
const MESSAGE = z.union([
  z.object({ done: z.number(), total: z.number() }),
  z.object({
    settings: z.record(z.string(), z.union([z.number(), z.string()])),
    validation_auc: z.number().nullable(),
  }),
]);
type Message = z.infer<typeof MESSAGE>;

/**
 * Fits a peer to training purchases, its settings chosen on validation purchases. Leaves in `folder` either
 * `weights.npy` (see `ProductWeightsOptions.weights`) or `users.npy` and `products.npy`, whose rows' dot
 * products are scores, row = index in the data set. Same purchases, seed and threads, same files on one machine.
 *
 * @throws SetupError with Python's last words when it fails
 * @throws RunCancelledError when `signal` aborts
 */
export async function fitPeer(options: FitPeerOptions): Promise<PeerChoice> {
  const { python, folder, signal, onProgress } = options;
  await writeRequest(options);
  const child = execa(python.executable, ['-m', 'vasg.peers', folder], {
    reject: false,
    // Its end tells Python that we are gone, however we go.
    stdin: 'pipe',
    forceKillAfterDelay: 2_000,
    cwd: neutralFolder(python.executable),
    env: PYTHON_ENVIRONMENT,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  let choice: PeerChoice | undefined;
  for await (const line of child) {
    const message = parseMessage(line);
    if (message === undefined) continue;
    if ('done' in message) onProgress?.(message.done, message.total);
    else choice = { settings: message.settings, validationAuc: message.validation_auc };
  }
  const result = await child;
  // Ctrl-C in a terminal reaches Python too, which may have ended by it first.
  if (result.isCanceled || signal?.aborted === true || result.signal === 'SIGINT') {
    throw new RunCancelledError('Interrupted.');
  }
  if (choice !== undefined && !result.failed) return choice;
  throw fitFailed(options, result);
}

/** Undefined for what is left of a line when Python is ended while it writes, and for what libraries print. */
function parseMessage(line: string): Message | undefined {
  try {
    return MESSAGE.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function writeRequest(options: FitPeerOptions): Promise<void> {
  const { folder, peer, numUsers, numProducts, train, validation, seed, threads } = options;
  const request = { peer, num_users: numUsers, num_products: numProducts, seed, threads };
  await writeFile(join(folder, 'request.json'), JSON.stringify(request));
  await writeFile(join(folder, 'train.u32'), pairBytes(train));
  await writeFile(join(folder, 'validation.u32'), pairBytes(validation));
}

function pairBytes({ userIndex, productIndex }: Pairs): Uint8Array {
  const values = new Uint32Array(userIndex.length + productIndex.length);
  values.set(userIndex);
  values.set(productIndex, userIndex.length);
  return new Uint8Array(values.buffer);
}

/** How a Python ended that owes a result. */
interface End {
  stderr: string;
  exitCode?: number | undefined;
  signal?: string | undefined;
  /** Says of a Python that could not start, or was killed, that it was. */
  shortMessage?: string | undefined;
}

function fitFailed({ peer }: FitPeerOptions, end: End): SetupError {
  const lines = end.stderr
    .trim()
    .split('\n')
    .slice(-KEPT_LINES)
    .filter((line) => line !== '');
  // What the kernel ends for want of memory has no last words.
  const isKilled = end.signal === 'SIGKILL';
  const reason = isKilled
    ? ' it was killed, most likely for want of memory.'
    : reasonOf(end, lines.length > 0);
  return new SetupError([`Python could not fit ${peer}:${reason}`, ...lines].join('\n  '), {
    code: PEER_FAILED,
    suggestions: [
      isKilled ? 'Free some memory.' : 'Install its library anew: `vasg setup --peers`.',
      'Or leave it out of --baselines.',
    ],
  });
}

function reasonOf({ exitCode, shortMessage = '' }: End, hasWords: boolean): string {
  if (exitCode === 0) return ' it ended without a result.';
  return hasWords ? '' : ` ${shortMessage}`;
}
