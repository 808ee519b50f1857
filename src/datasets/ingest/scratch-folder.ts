import { mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asStorageError } from '../../errors.js';
import { makeFolder } from '../../files/make-folder.js';

const PREFIX = '.ingest-';

/**
 * Gives `use` a folder in the workspace that is gone afterwards. Folders that a killed process left behind
 * are removed on the way.
 */
export async function withScratchFolder<T>(
  workspace: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const isNew = makeFolderOrThrow(workspace);
  removeOrphans(workspace);
  const folder = mkdtempSync(join(workspace, `${PREFIX}${process.pid}-`));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (isNew) removeIfEmpty(workspace);
  }
}

/** True when the folder did not exist. */
function makeFolderOrThrow(folder: string): boolean {
  try {
    return makeFolder(folder);
  } catch (error) {
    throw asStorageError(error, folder);
  }
}

function removeOrphans(workspace: string): void {
  for (const name of readdirSync(workspace)) {
    const owner = /^\.ingest-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      rmSync(join(workspace, name), { recursive: true, force: true });
    }
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM means that it is there and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A failed first ingest leaves no empty workspace behind. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something, which is as it should be.
  }
}
