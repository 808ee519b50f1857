import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MissingArtifactError, asStorageError } from '../errors.js';
import { makeFolder } from '../files/make-folder.js';
import { removeAbandoned } from '../files/temporary-name.js';
import { createCatalogFile } from './create-catalog-file.js';
import { Database } from './database.js';
import { isLockConflict } from './duckdb-errors.js';
import { exclusively } from './exclusive.js';
import { isCurrent, migrate } from './migrate.js';
import { Wait } from './patience.js';

/** The open catalog of a workspace. The other modules of this folder read and write its tables. */
export type Catalog = Database;

export const CATALOG_FILE = 'catalog.duckdb';

const RETRY_MS = 100;
const DEFAULT_WAIT_MS = 10_000;

/**
 * Opens the workspace's catalog, hands it to `use` and closes it. `write` makes the catalog when there
 * is none and runs `use` in one transaction, rolled back when it throws; `read` changes nothing.
 *
 * Throws MissingArtifactError: no catalog to read (`CATALOG_MISSING`), held by another process for longer
 * than `waitMs` (`CATALOG_LOCKED`; ten seconds, or minutes inside `patiently`), or made by a newer release
 * (`CATALOG_TOO_NEW`, `CATALOG_TOO_OLD`).
 * Must not be nested for one workspace.
 *
 * With `through` a catalog to be written is attached to that database, whose temporary tables `use` can copy from. Once
 * it is attached both are closed together; until then the other one is left as it was. Reading takes no notice of it.
 */
export function withCatalog<T>(
  workspaceDir: string,
  mode: 'read' | 'write',
  use: (catalog: Catalog) => Promise<T>,
  { waitMs, through }: { waitMs?: number; through?: Database } = {},
): Promise<T> {
  const path = resolve(join(workspaceDir, CATALOG_FILE));
  return exclusively(path, async () => {
    if (mode === 'read') {
      const catalog = await openForReading(path, waitMs);
      return useAndClose(catalog, () => use(catalog));
    }
    makeWorkspace(workspaceDir);
    await removeAbandoned(path);
    if (!existsSync(path)) await createCatalogFile(path);
    const open = () => through?.attach(path) ?? Database.open(path);
    const catalog = await whenFree(open, waitMs);
    return useAndClose(catalog, async () => {
      await migrate(catalog);
      return catalog.transaction(() => use(catalog));
    });
  });
}

async function openForReading(path: string, waitMs: number | undefined): Promise<Catalog> {
  if (!existsSync(path)) {
    throw new MissingArtifactError(`There is no catalog at ${path}.`, {
      code: 'CATALOG_MISSING',
      suggestions: [
        'Load a data set first: `vasg data ingest --help`.',
        'Or point --workspace (VASG_WORKSPACE) to the folder that holds one.',
      ],
    });
  }
  const openReadOnly = () => Database.open(path, { readOnly: true });
  const catalog = await whenFree(openReadOnly, waitMs);
  if (await closeOnError(catalog, () => isCurrent(catalog))) return catalog;
  catalog.close();
  const writable = await whenFree(() => Database.open(path), waitMs);
  await useAndClose(writable, () => migrate(writable));
  return whenFree(openReadOnly, waitMs);
}

/** What `open` opens, once no other process holds it. */
async function whenFree(
  open: () => Promise<Catalog>,
  waitMs: number | undefined,
): Promise<Catalog> {
  const wait = new Wait(waitMs, DEFAULT_WAIT_MS);
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!isLockConflict(error)) throw error;
      wait.goOn(error);
      await sleep(RETRY_MS);
    }
  }
}

async function useAndClose<T>(catalog: Catalog, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    catalog.close();
  }
}

async function closeOnError<T>(catalog: Catalog, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    catalog.close();
    throw error;
  }
}

function makeWorkspace(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw asStorageError(error, folder);
  }
}
