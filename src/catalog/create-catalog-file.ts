import { existsSync } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import { asStorageError } from '../errors.js';
import { temporaryName } from '../files/temporary-name.js';
import { Database } from './database.js';
import { migrate } from './migrate.js';

/**
 * Makes an empty catalog of the current schema under a temporary name and gives it its own name when it is
 * whole: a full disk leaves no broken catalog behind. A catalog that another process made meanwhile stays.
 */
export async function createCatalogFile(path: string): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await writeSchema(temporary);
    await putInPlace(temporary, path);
  } catch (error) {
    throw asStorageError(error, path);
  } finally {
    await rm(temporary, { force: true });
    await rm(`${temporary}.wal`, { force: true });
  }
}

async function writeSchema(temporary: string): Promise<void> {
  const database = await Database.open(temporary);
  try {
    await migrate(database);
    // Closing would write it as well, but say nothing when it fails.
    await database.run('CHECKPOINT');
  } finally {
    database.close();
  }
}

/** A link, unlike a rename, never takes the place of another catalog. Some file systems have none. */
async function putInPlace(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (existsSync(path)) return;
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
    await rename(temporary, path);
  }
}
