import { resolve } from 'node:path';
import { execa } from 'execa';
import {
  MissingArtifactError,
  SetupError,
  TrainerUnavailableError,
  type VasgError,
} from '../../errors.js';
import type { PythonEnvironment } from '../python/environment.js';
import { neutralFolder, PYTHON_ENVIRONMENT } from '../python/run-python.js';
import type { Endpoint } from './endpoint.js';
import { OutputTail } from './output-tail.js';
import { readReadyLine, type ReadyLine } from './ready-line.js';

const SHOWN_LINES = 20;
/** The server's word for: another trainer saves its state in the same folder. */
const STATE_IN_USE = 'STATE_IN_USE';

export type DeviceChoice = 'auto' | 'cpu' | 'cuda';

export interface TrainerSettings {
  python: PythonEnvironment;
  /** Checkpoints go there. */
  stateFolder: string;
  /** Uploaded tensors go there, by content, and stay for later sessions. */
  cacheFolder: string;
  device: DeviceChoice;
  /** CPU threads of PyTorch; 0 lets it choose. */
  threads: number;
  /** Seconds between checkpoints; default is the server's. */
  checkpointSeconds?: number | undefined;
}

function argumentsFor(settings: TrainerSettings, endpoint: Endpoint): string[] {
  const { checkpointSeconds } = settings;
  return [
    ...['-m', 'vasg.trainer'],
    ...['--listen', endpoint.listen],
    ...['--state-dir', resolve(settings.stateFolder)],
    ...['--cache-dir', resolve(settings.cacheFolder)],
    ...['--device', settings.device],
    ...['--threads', String(settings.threads)],
    ...(checkpointSeconds === undefined ? [] : ['--checkpoint-seconds', String(checkpointSeconds)]),
    '--exit-with-parent',
    // On Windows a virtual environment's Python is a launcher, and the server is the launcher's child.
    ...(process.platform === 'win32' ? [] : ['--parent-pid', String(process.pid)]),
  ];
}

function spawn(settings: TrainerSettings, endpoint: Endpoint, stopGraceMs: number) {
  const { executable } = settings.python;
  return execa(executable, argumentsFor(settings, endpoint), {
    cwd: neutralFolder(executable),
    env: { ...PYTHON_ENVIRONMENT, VASG_TRAINER_TOKEN: endpoint.token },
    // Its end tells the server that we are gone, however we go.
    stdin: 'pipe',
    buffer: false,
    reject: false,
    // Ctrl-C in a terminal reaches us alone: the server must live to save its state when we say so.
    detached: process.platform !== 'win32',
    forceKillAfterDelay: stopGraceMs,
  });
}

/** The server's process: how it is started, what it said, how it ended. */
export class TrainerChild {
  readonly ready: Promise<ReadyLine>;
  /** Resolves when the process is gone, with an error that tells how it went. Never rejects. */
  readonly ended: Promise<VasgError>;
  private readonly child: ReturnType<typeof spawn>;
  private readonly tail: OutputTail;

  constructor(settings: TrainerSettings, endpoint: Endpoint, stopGraceMs: number) {
    this.child = spawn(settings, endpoint, stopGraceMs);
    this.tail = new OutputTail(this.child.stderr);
    this.ready = readReadyLine(this.child.stdout);
    this.ended = this.child.then(async ({ exitCode, signal, shortMessage, cause }) => {
      await this.tail.complete();
      if (exitCode !== undefined) {
        return this.refusal() ?? this.failure(`The trainer ended with exit code ${exitCode}`);
      }
      if (signal !== undefined) return this.failure(`The trainer was ended by ${signal}`);
      return this.failure(`The trainer could not be started: ${shortMessage ?? ''}`, cause);
    });
  }

  /** An expected failure of the server ends in `error: <sentence> [<CODE>]`, e.g. that there is no CUDA. */
  private refusal(): VasgError | undefined {
    const match = /^ {2}error: (?<message>.*) \[(?<code>[A-Z_]+)\]$/.exec(this.tail.last(1));
    if (match?.groups?.message === undefined) return undefined;
    const { message, code } = match.groups;
    if (code === STATE_IN_USE) return new MissingArtifactError(message, { code });
    return new SetupError(`The trainer does not start: ${message}`, { code: code! });
  }

  /** An error about this process, with its command line and last words. */
  failure(what: string, cause?: unknown): TrainerUnavailableError {
    const lastWords = this.tail.last(SHOWN_LINES);
    const command = this.child.spawnargs.join(' ');
    return new TrainerUnavailableError(
      `${what}.\n  Command: ${command}\n` +
        (lastWords === '' ? '  It wrote nothing to stderr.' : `  It said last:\n${lastWords}`),
      { cause, suggestions: ['Run `vasg doctor` to check the Python environment.'] },
    );
  }

  /** Asks the process to end, kills it after the grace, and waits until it is gone. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}
