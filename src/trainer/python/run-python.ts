import { dirname, isAbsolute, resolve } from 'node:path';
import { execa } from 'execa';
import { RunCancelledError } from '../../errors.js';

const PROBE_TIMEOUT_MS = 30_000;

/**
 * Variables for every Python that we start. The safe path keeps a file that happens to be called
 * `torch.py` in the user's current folder from being imported instead of PyTorch.
 */
export const PYTHON_ENVIRONMENT = { PYTHONSAFEPATH: '1', PYTHONUNBUFFERED: '1' } as const;

/** A path is made absolute, because Python is not started in the current folder; a bare name stays. */
export function resolveExecutable(name: string): string {
  return /[\\/]/.test(name) ? resolve(name) : name;
}

/** A folder that holds programs only, so that nothing in it can be imported by mistake. */
export function neutralFolder(executable: string): string {
  return dirname(isAbsolute(executable) ? executable : process.execPath);
}

/**
 * Runs a few lines of Python that print one JSON value.
 *
 * @returns the value, or why there is none, in words
 * @throws RunCancelledError when it was interrupted: Ctrl-C in a terminal reaches it as well as us
 */
export async function evaluatePython(
  executable: string,
  program: string,
): Promise<{ value: unknown } | { failure: string }> {
  const result = await execa(executable, ['-c', program], {
    reject: false,
    timeout: PROBE_TIMEOUT_MS,
    stdin: 'ignore',
    env: PYTHON_ENVIRONMENT,
    // Python before 3.11 knows no safe path and looks for modules in its current folder.
    cwd: neutralFolder(executable),
  });
  if (result.signal === 'SIGINT') throw new RunCancelledError('Interrupted.');
  if (result.code === 'ENOENT') return { failure: 'there is no such program.' };
  if (result.failed) return { failure: lastLine(result.stderr) || (result.shortMessage ?? '') };
  try {
    return { value: JSON.parse(lastLine(result.stdout)) };
  } catch {
    return { failure: `it printed "${lastLine(result.stdout).slice(0, 200)}"` };
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
