import { join } from 'node:path';
import { captureOutput } from '@oclif/test';

const root = join(import.meta.dirname, '..', '..');

/**
 * Runs a command in this process. `error` is what it failed with; nothing is thrown. `exitCode` is what the process
 * would end with where nothing failed.
 */
export async function runCommand<T>(
  command: { run(argv: string[], root: string): Promise<unknown> },
  argv: readonly string[],
  workspace: string,
): Promise<Awaited<ReturnType<typeof captureOutput<T>>> & { exitCode: unknown }> {
  try {
    const captured = await captureOutput<T>(() =>
      command.run(['--workspace', workspace, ...argv], root),
    );
    return { ...captured, exitCode: process.exitCode };
  } finally {
    // The command sets it; the test runner's own must not suffer.
    process.exitCode = undefined;
  }
}
