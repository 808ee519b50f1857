import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asStorageError } from '../errors.js';
import { removeAbandoned, temporaryName } from './temporary-name.js';

export interface TemporaryFolder {
  path: string;
  /** Removes it with all that is in it. Idempotent. */
  remove(): Promise<void>;
}

/**
 * A private folder among the system's temporary files, for as long as its maker needs it. What a process that was
 * killed left under the same `name` goes before. Throws StorageError.
 */
export async function makeTemporaryFolder(name: string): Promise<TemporaryFolder> {
  const target = join(tmpdir(), name);
  await removeAbandoned(target);
  const path = temporaryName(target);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    throw asStorageError(error, path);
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Gives `use` a folder of `makeTemporaryFolder` that is gone afterwards. Throws StorageError. */
export async function withTemporaryFolder<T>(
  name: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await makeTemporaryFolder(name);
  try {
    return await use(folder.path);
  } catch (error) {
    throw asStorageError(error, folder.path);
  } finally {
    await folder.remove();
  }
}
