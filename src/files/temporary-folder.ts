import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asStorageError } from '../errors.js';
import { removeAbandoned, temporaryName } from './temporary-name.js';

/**
 * Gives `use` a private folder among the system's temporary files that is gone afterwards. What a process that was
 * killed left under the same `name` goes before. Throws StorageError.
 */
export async function withTemporaryFolder<T>(
  name: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const target = join(tmpdir(), name);
  await removeAbandoned(target);
  const folder = temporaryName(target);
  try {
    await mkdir(folder, { mode: 0o700 });
    return await use(folder);
  } catch (error) {
    throw asStorageError(error, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
