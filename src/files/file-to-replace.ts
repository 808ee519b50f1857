import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StorageError, asStorageError } from '../errors.js';

/**
 * The file that a new one takes the place of when `target` is written: `target` itself, or what it links to, be it
 * there or not. A new file is renamed, and would take the place of a link, or of a device, as readily as that of a
 * file. Throws StorageError for what is neither file nor folder.
 */
export function fileToReplace(target: string): string {
  try {
    return followLink(target);
  } catch (error) {
    throw asStorageError(error, target);
  }
}

function followLink(target: string): string {
  // Fails where links go in a circle.
  const facts = statSync(target, { throwIfNoEntry: false });
  if (facts !== undefined && !facts.isFile() && !facts.isDirectory()) {
    throw new StorageError(`Cannot write ${target}: it is no regular file.`, {
      suggestions: ['Name a file, or one that does not exist yet.'],
    });
  }
  const isLink = lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (!isLink) return target;
  if (facts !== undefined) return realpathSync(target);
  return followLink(resolve(realpathSync(dirname(target)), readlinkSync(target)));
}
