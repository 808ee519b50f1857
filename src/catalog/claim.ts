import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asStorageError, InputDataError } from '../errors.js';
import { makeFolder, missingFolders, removeEmptyFolders } from '../files/make-folder.js';
import { Database } from './database.js';
import { isLockConflict } from './duckdb-errors.js';

/** How often somebody may remove the folder between our making it and our using it. */
const MAX_TRIES = 5;

/**
 * Does `work` while this process alone holds `file`, which comes and goes with it; `inUse` makes the error for who
 * finds it held by another process, from the message that says by whom. Folders that were made for it go as well if
 * the work has put nothing into them, the lowest one in any case: a process that was killed may have left it.
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
  const newFolders = missingFolders(folder);
  try {
    const claim = await takeIn(folder, file).catch((error: unknown) => {
      throw isLockConflict(error) ? inUse(error) : error;
    });
    try {
      return await work();
    } finally {
      // Before it is let go of, so that nobody can take what is about to be removed.
      await rm(file, { force: true }).catch(() => undefined);
      claim.close();
    }
  } finally {
    removeEmptyFolders(newFolders.length > 0 ? newFolders : [folder]);
  }
}

/** Makes the folder too, and anew if whoever had it before removes it meanwhile. */
async function takeIn(folder: string, file: string): Promise<Database> {
  for (let tries = 1; ; tries += 1) {
    try {
      makeFolder(folder);
      return await take(file);
    } catch (error) {
      if (existsSync(folder) || tries === MAX_TRIES) throw asStorageError(error, folder);
    }
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
