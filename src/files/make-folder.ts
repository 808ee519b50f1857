import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing; true when the folder was not there. Failures leave
 * as Node gives them.
 *
 * Node's own recursive `mkdir` is not used because it never returns where the file system answers a missing
 * name in an existing folder with ENOENT, as below `/proc`.
 */
export function makeFolder(folder: string, options: { mode?: number } = {}): boolean {
  const target = resolve(folder);
  if (isFolder(target)) return false;
  for (const level of missingLevels(target)) makeLevel(level, options);
  return true;
}

/** What has to be made, from the top; the target itself always. */
function missingLevels(target: string): string[] {
  const levels = [target];
  for (let level = dirname(target); !existsSync(level); level = dirname(level)) {
    // The root of a drive that is absent.
    if (level === dirname(level)) break;
    levels.unshift(level);
  }
  return levels;
}

function makeLevel(level: string, options: { mode?: number }): void {
  try {
    mkdirSync(level, options);
  } catch (error) {
    // Another process may have been faster.
    if (!isFolder(level)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
