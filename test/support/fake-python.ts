import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An executable that ignores its arguments, prints `stdout` and ends with `exitCode`. */
export function fakePython(
  folder: string,
  name: string,
  {
    stdout = '',
    stderr = '',
    exitCode = 0,
  }: { stdout?: string; stderr?: string; exitCode?: number },
): string {
  const path = join(folder, name);
  const text = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
  writeFileSync(
    path,
    `#!/bin/sh\nprintf '%s\\n' ${text(stdout)}\nprintf '%s\\n' ${text(stderr)} >&2\nexit ${exitCode}\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

/** What a Python of this version answers when it is looked at. */
export function fakeInterpreter(
  folder: string,
  name: string,
  version: number[],
  missing: string[] = [],
): string {
  const executable = join(folder, name);
  return fakePython(folder, name, { stdout: JSON.stringify({ executable, version, missing }) });
}
