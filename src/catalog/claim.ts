import { rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asStorageError, InputDataError } from '../errors.js';
import { makeFolder } from '../files/make-folder.js';
import { Database } from './database.js';
import { isLockConflict } from './duckdb-errors.js';

/**
 * Does `work` while this process alone holds `file`, which comes and goes with it; `inUse` makes the error for who finds
 * it held by another process, from the message that says by whom.
 *
 * The file is an empty database, because Node has no file locks and this one the system lets go of however a process
 * ends. Two claims of one process do not keep each other out.
 */
export async function withClaim<T>(
  file: string,
  inUse: (holder: Error) => Error,
  work: () => Promise<T>,
): Promise<T> {
  const folder = dirname(file);
  const isNewFolder = makeClaimFolder(folder);
  const claim = await take(file).catch((error: unknown) => {
    throw isLockConflict(error) ? inUse(error) : error;
  });
  try {
    return await work();
  } finally {
    // Before it is let go of, so that nobody can take what is about to be removed.
    await rm(file, { force: true }).catch(() => undefined);
    claim.close();
    // Unless there is something in it by now.
    if (isNewFolder) await rmdir(folder).catch(() => undefined);
  }
}

function makeClaimFolder(folder: string): boolean {
  try {
    return makeFolder(folder);
  } catch (error) {
    throw asStorageError(error, folder);
  }
}

async function take(file: string): Promise<Database> {
  try {
    return await Database.open(file);
  } catch (error) {
    if (!(error instanceof InputDataError)) throw error;
    // Whoever made it was killed while making it.
    await rm(file, { force: true });
    return Database.open(file);
  }
}
