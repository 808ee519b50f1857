import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asStorageError } from '../../errors.js';
import { makeFolder, missingFolders, removeEmptyFolders } from '../../files/make-folder.js';

const PREFIX = '.ingest-';

/**
 * Gives `use` a folder in the workspace that is gone afterwards; a first ingest that fails before it has anything to store
 * leaves no empty workspace. Folders that a killed process left behind are removed on the way.
 */
export async function withScratchFolder<T>(
  workspace: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const newFolders = missingFolders(workspace);
  makeFolderOrThrow(workspace);
  removeScratchOfKilled(workspace);
  const folder = makeScratchFolder(workspace);
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    removeEmptyFolders(newFolders);
  }
}

function makeScratchFolder(workspace: string): string {
  try {
    return mkdtempSync(join(workspace, `${PREFIX}${process.pid}-`));
  } catch (error) {
    throw asStorageError(error, workspace);
  }
}

function makeFolderOrThrow(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw asStorageError(error, folder);
  }
}

/** Removes the scratch folders in `workspace` whose process is no more. */
export function removeScratchOfKilled(workspace: string): void {
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
