import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { asStorageError } from '../errors.js';
import { makeFolder } from './make-folder.js';

/** A file to be written. */
export interface NewFile {
  target: string;
  write: (file: FileHandle) => Promise<void>;
}

/**
 * Writes a file so that at any moment either the old or the new content is there, whole: temporary name
 * in the same folder, fsync, rename, fsync of the folder. Throws StorageError when the disk is full or
 * the folder is not writable; then nothing is left behind.
 */
export function writeAtomically(target: string, write: NewFile['write']): Promise<void> {
  return writeAllAtomically([{ target, write }]);
}

/**
 * Writes files that belong together: each as `writeAtomically` does, and none takes its place before all are on the
 * disk, so that what does not fit on it leaves the old ones as they were. Throws StorageError.
 */
export async function writeAllAtomically(files: readonly NewFile[]): Promise<void> {
  const suffix = `.${randomBytes(4).toString('hex')}.tmp`;
  try {
    for (const { target, write } of files) {
      await orStorageError(target, () => stage(target + suffix, write));
    }
    for (const { target } of files) {
      await orStorageError(target, () => rename(target + suffix, target));
    }
    for (const folder of new Set(files.map(({ target }) => path.dirname(target)))) {
      await orStorageError(folder, () => syncFolder(folder));
    }
  } catch (error) {
    for (const { target } of files) {
      // Fails where a part of the path is a file: then there is nothing to remove.
      await rm(target + suffix, { force: true }).catch(() => undefined);
    }
    throw error;
  }
}

async function orStorageError(target: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw asStorageError(error, target);
  }
}

async function stage(temporary: string, write: NewFile['write']): Promise<void> {
  makeFolder(path.dirname(temporary));
  await writeAndSync(temporary, write);
}

async function writeAndSync(
  temporary: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(temporary, 'wx');
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename durable. Windows cannot open folders; there the rename alone has to do. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
