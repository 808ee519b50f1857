import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing. Failures leave as Node gives them.
 *
 * Node's own recursive `mkdir` is not used because it never returns where the file system answers a missing
 * name in an existing folder with ENOENT, as below `/proc`.
 */
export function makeFolder(folder: string, options: { mode?: number } = {}): void {
  const target = resolve(folder);
  const levels = missingFolders(target);
  // What is there may be a file, which is then what the failure says.
  for (const level of levels.length > 0 ? levels : [target]) makeLevel(level, options);
}

/** What `makeFolder` would make, from the top. */
export function missingFolders(folder: string): string[] {
  const levels: string[] = [];
  for (let level = resolve(folder); !existsSync(level); level = dirname(level)) {
    levels.unshift(level);
    // The root of a drive that is absent.
    if (level === dirname(level)) break;
  }
  return levels;
}

/** Removes folders, given from the top, as far as they are empty. What is not there stays so. */
export function removeEmptyFolders(folders: readonly string[]): void {
  for (const folder of [...folders].reverse()) {
    try {
      rmdirSync(folder);
    } catch {
      // Somebody has put something into it, which is as it should be.
    }
  }
}

function makeLevel(level: string, options: { mode?: number }): void {
  if (isFolder(level)) return;
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
