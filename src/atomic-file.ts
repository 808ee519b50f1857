import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { asStorageError } from './errors.js';
import { makeFolder } from './make-folder.js';

/**
 * Writes a file so that at any moment either the old or the new content is there, whole: temporary name
 * in the same folder, fsync, rename, fsync of the folder. Throws StorageError when the disk is full or
 * the folder is not writable; then nothing is left behind.
 */
export async function writeAtomically(
  target: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const temporary = `${target}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    makeFolder(path.dirname(target));
    await writeAndSync(temporary, write);
    await rename(temporary, target);
    await syncFolder(path.dirname(target));
  } catch (error) {
    // Fails where a part of the path is a file: then there is nothing to remove.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asStorageError(error, target);
  }
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
