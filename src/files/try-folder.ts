import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asStorageError } from '../errors.js';
import { makeFolder, missingFolders, removeEmptyFolders } from './make-folder.js';

/**
 * Makes sure that files can be written in a folder, and leaves it as it was, be it missing. For whoever writes there
 * hours later. Throws StorageError.
 */
export function tryFolder(folder: string): void {
  const target = path.resolve(folder);
  const missing = missingFolders(target);
  const probe = path.join(target, `.vasg-${randomBytes(4).toString('hex')}.tmp`);
  try {
    makeFolder(target);
    writeFileSync(probe, 'x', { flag: 'wx', flush: true });
  } catch (error) {
    throw asStorageError(error, target);
  } finally {
    removeQuietly(probe);
    removeEmptyFolders(missing);
  }
}

/** Fails where a part of the path is a file: then there is nothing to remove. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // As said.
  }
}
