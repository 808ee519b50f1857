import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface CliOptions {
  /** Sets VASG_WORKSPACE. */
  workspace?: string;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** What standard input holds; empty when absent. */
  input?: string;
}

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  seconds: number;
}

/** A line of stderr under `--json`. */
export type CliEvent = { event: string; time: string } & Readonly<Record<string, unknown>>;

/** `vasg` while it runs, in a process group of its own. */
export class RunningCli {
  readonly finished: Promise<CliResult>;
  private readonly child: ChildProcess;
  private readonly errorLines: string[] = [];
  private readonly onLine = new Set<() => void>();

  constructor(args: readonly string[], options: CliOptions = {}) {
    this.child = spawn(process.execPath, [program, ...args], {
      cwd: options.cwd ?? root,
      env: environment(options),
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdin!.on('error', () => undefined).end(options.input ?? '');
    createInterface({ input: this.child.stderr! }).on('line', (line) => {
      this.errorLines.push(line);
      for (const notify of this.onLine) notify();
    });
    this.finished = this.collect();
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Events that were printed so far; needs `--json`. */
  get events(): CliEvent[] {
    return this.errorLines.flatMap((line) => {
      return line.startsWith('{') ? [JSON.parse(line) as CliEvent] : [];
    });
  }

  /** Signals the process alone, as `kill` does; `group` signals its process group, as a terminal does. */
  kill(signal: NodeJS.Signals, { group = false } = {}): void {
    process.kill(group && process.platform !== 'win32' ? -this.pid : this.pid, signal);
  }

  /** The first event for which `matches` holds. Fails when the command ends before. */
  async event(matches: (event: CliEvent) => boolean): Promise<CliEvent> {
    const found = new Promise<CliEvent>((resolve) => {
      const look = (): void => {
        const event = this.events.find(matches);
        if (event !== undefined) resolve(event);
      };
      this.onLine.add(look);
      look();
    });
    const ended = this.finished.then((result) => {
      throw new Error(`The command ended before the awaited event.\n${describeResult(result)}`);
    });
    return Promise.race([found, ended]);
  }

  private async collect(): Promise<CliResult> {
    const started = performance.now();
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    this.child.stdout!.on('data', (chunk: Buffer) => stdout.push(chunk));
    this.child.stderr!.on('data', (chunk: Buffer) => stderr.push(chunk));
    const [code, signal] = (await once(this.child, 'close')) as [
      number | null,
      NodeJS.Signals | null,
    ];
    return {
      code,
      signal,
      stdout: Buffer.concat(stdout).toString('utf8'),
      stderr: Buffer.concat(stderr).toString('utf8'),
      seconds: (performance.now() - started) / 1000,
    };
  }
}

/** Runs `vasg` as a child process to its end, whatever that is. */
export function vasg(args: readonly string[], options?: CliOptions): Promise<CliResult> {
  return new RunningCli(args, options).finished;
}

/** Runs `vasg ... --json`, which must succeed with one JSON document on stdout and events on stderr. */
export async function vasgJson<T>(args: readonly string[], options?: CliOptions): Promise<T> {
  const result = expectSuccess(await vasg([...args, '--json'], options));
  for (const line of result.stderr.split('\n').filter((text) => text !== '')) {
    expect(JSON.parse(line), line).to.include.keys('event', 'time');
  }
  return JSON.parse(result.stdout) as T;
}

/** The result of a command that must have succeeded. */
export function expectSuccess(result: CliResult): CliResult {
  expect(result.code, describeResult(result)).to.equal(0);
  return result;
}

/** What a failed assertion about a command should show. */
export function describeResult({ code, signal, stdout, stderr }: CliResult): string {
  return `exit code ${code}, signal ${signal}\n--- stdout\n${ending(stdout)}\n--- stderr\n${ending(stderr)}`;
}

const SHOWN_CHARACTERS = 3000;

function ending(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `...${text.slice(-SHOWN_CHARACTERS)}` : text;
}

/** Settings of whoever runs the tests must not decide what they see. */
function environment({ workspace, env }: CliOptions): NodeJS.ProcessEnv {
  if (!existsSync(new URL('../../dist/commands', import.meta.url))) {
    throw new Error('There is no build to test: run `npm run bootstrap` first.');
  }
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('VASG_') && name !== 'NODE_OPTIONS' && name !== 'DEBUG',
  );
  return {
    ...Object.fromEntries(inherited),
    NO_COLOR: '1',
    // Uploaded features stay there for later trainings; those of tests have none.
    XDG_CACHE_HOME: join(tmpdir(), 'cache'),
    // The shops of tests are so small that a second thread only waits.
    VASG_THREADS: '1',
    ...(workspace === undefined ? {} : { VASG_WORKSPACE: workspace }),
    ...env,
  };
}
