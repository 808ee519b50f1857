import { randomBytes } from 'node:crypto';
import { existsSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asStorageError } from '../errors.js';
import { makeFolder } from './make-folder.js';

/**
 * Makes sure that files can be written in a folder, and leaves it as it was, be it missing. For whoever writes there
 * hours later. Throws StorageError.
 */
export function tryFolder(folder: string): void {
  const target = path.resolve(folder);
  const missing = missingLevels(target);
  const probe = path.join(target, `.vasg-${randomBytes(4).toString('hex')}.tmp`);
  try {
    makeFolder(target);
    writeFileSync(probe, 'x', { flag: 'wx', flush: true });
  } catch (error) {
    throw asStorageError(error, target);
  } finally {
    removeQuietly(() => rmSync(probe, { force: true }));
    for (const level of missing) removeQuietly(() => rmdirSync(level));
  }
}

/** From the folder itself upwards. */
function missingLevels(folder: string): string[] {
  const levels: string[] = [];
  for (let level = folder; !existsSync(level); level = path.dirname(level)) {
    if (level === path.dirname(level)) break;
    levels.push(level);
  }
  return levels;
}

/** What is not there, or what somebody else has put something into meanwhile, stays. */
function removeQuietly(remove: () => void): void {
  try {
    remove();
  } catch {
    // As said.
  }
}
