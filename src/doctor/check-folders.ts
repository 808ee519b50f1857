import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { asStorageError } from '../errors.js';
import { makeFolder } from '../files/make-folder.js';
import { withTemporaryFolder } from '../files/temporary-folder.js';
import { failedWith, ok, type Finding } from './finding.js';

/** Whether files can be made below `folder`, which is made if it is missing. */
export async function checkFolder(name: string, folder: string, fix: string): Promise<Finding> {
  const path = resolve(folder);
  try {
    makeFolder(path);
    await rm(await mkdtemp(join(path, '.doctor-')), { recursive: true });
    return ok(name, path);
  } catch (error) {
    return failedWith(name, asStorageError(error, path), fix);
  }
}

/** Makes and opens an empty catalog; the database is a native module that may not fit the platform. */
export function checkCatalog(): Promise<Finding> {
  return withTemporaryFolder('vasg-doctor', async (folder) => {
    try {
      const { withCatalog } = await import('../catalog/connection.js');
      await withCatalog(folder, 'write', () => Promise.resolve());
      return ok('DuckDB', 'loads and writes a catalog');
    } catch (error) {
      return failedWith('DuckDB', error, 'Install vasg again on this machine.');
    }
  });
}
