import { join } from 'node:path';
import { captureOutput } from '@oclif/test';

const root = join(import.meta.dirname, '..', '..');

/** Runs a command in this process. `error` is what it failed with; nothing is thrown. */
export async function runCommand<T>(
  command: { run(argv: string[], root: string): Promise<unknown> },
  argv: readonly string[],
  workspace: string,
): ReturnType<typeof captureOutput<T>> {
  try {
    return await captureOutput<T>(() => command.run(['--workspace', workspace, ...argv], root));
  } finally {
    // The command sets it; the test runner's own must not suffer.
    process.exitCode = undefined;
  }
}
