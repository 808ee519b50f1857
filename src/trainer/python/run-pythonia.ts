import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaNode } from 'execa';
import { RunCancelledError } from '../../errors.js';
import type { PythonEnvironment } from './environment.js';
import { packageRoot } from './installation.js';
import type { PythonAnswer } from './pythonia-program.js';

export interface RunPythoniaOptions {
  python: PythonEnvironment;
  /** Name of the program, which lies beside this file; without extension. */
  program: string;
  /** Scalars and paths; the program finds them in its arguments, as JSON. */
  input?: Readonly<Record<string, string | number>>;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * Runs a program that asks Python through pythonia, and waits for its answer. What Python prints goes
 * nowhere; the program and Python have ended when this returns.
 *
 * @throws RunCancelledError when `signal` aborts
 */
export async function runPythonia<T>(options: RunPythoniaOptions): Promise<PythonAnswer<T>> {
  const { python, program, input = {}, timeoutMs, signal } = options;
  const child = execaNode(programPath(program), [JSON.stringify(input)], {
    ipc: true,
    reject: false,
    stdin: 'ignore',
    timeout: timeoutMs,
    forceKillAfterDelay: 2_000,
    cwd: packageRoot,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    // Not the safe path: pythonia's own script imports what lies beside it. Its own limit of 100 s would
    // leave Python at work; ours ends it.
    env: { PYTHON_BIN: python.executable, DEBUG: '', REQ_TIMEOUT: String(2 * timeoutMs) },
  });
  const message = child.getOneMessage().catch(() => undefined);
  const { timedOut, isCanceled, stderr } = await child;
  // Ctrl-C in a terminal reaches the program too, which may have ended by it first.
  if (isCanceled || signal?.aborted === true) throw new RunCancelledError('Interrupted.');
  if (timedOut) return { failure: `Python did not answer within ${timeoutMs / 1000} s.` };
  return ((await message) as PythonAnswer<T> | undefined) ?? { failure: lastLines(stderr) };
}

/** Beside this file, in the language that this file is in. */
function programPath(name: string): string {
  return fileURLToPath(new URL(`${name}${extname(import.meta.url)}`, import.meta.url));
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join('\n') || 'Python ended without a word.';
}
