import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { asStorageError } from '../errors.js';
import { fileToReplace } from './file-to-replace.js';
import { makeFolder } from './make-folder.js';
import { removeAbandoned, temporaryName } from './temporary-name.js';

/** A file to be written. */
export interface NewFile {
  target: string;
  write: (file: FileHandle) => Promise<void>;
}

/**
 * Writes a file so that at any moment either the old or the new content is there, whole: temporary name
 * in the same folder, fsync, rename, fsync of the folder. Throws StorageError when the disk is full or
 * the folder is not writable, or for a pipe or a device; then nothing is left behind. What a killed process left is
 * removed by the next. A symbolic link stays one.
 */
export function writeAtomically(target: string, write: NewFile['write']): Promise<void> {
  return writeAllAtomically([{ target, write }]);
}

/**
 * Writes files that belong together: each as `writeAtomically` does, and none takes its place before all are on the
 * disk, so that what does not fit on it leaves the old ones as they were. Throws StorageError.
 */
export async function writeAllAtomically(files: readonly NewFile[]): Promise<void> {
  const staged = files.map(({ target: named, write }) => {
    const target = fileToReplace(named);
    return { target, temporary: temporaryName(target), write };
  });
  try {
    for (const { target, temporary, write } of staged) {
      await removeAbandoned(target);
      await orStorageError(target, () => stage(temporary, write));
    }
    for (const { target, temporary } of staged) {
      await orStorageError(target, () => rename(temporary, target));
    }
    for (const folder of new Set(staged.map(({ target }) => path.dirname(target)))) {
      await orStorageError(folder, () => syncFolder(folder));
    }
  } catch (error) {
    for (const { temporary } of staged) {
      // Fails where a part of the path is a file: then there is nothing to remove.
      await rm(temporary, { force: true }).catch(() => undefined);
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
