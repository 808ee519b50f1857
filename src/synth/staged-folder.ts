import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../files/atomic-file.js';
import { StorageError, UsageError, asStorageError } from '../errors.js';
import { makeFolder } from '../files/make-folder.js';
import { removeAbandoned, temporaryName } from '../files/temporary-name.js';

export interface StagedFolder {
  /** Absolute path of the folder to make. */
  readonly target: string;
  /** Replace a folder that holds nothing but what `isOwn` knows, by its path below the folder. */
  readonly force: boolean;
  readonly isOwn: (entry: string) => boolean;
  /** Space the content will take, about; checked before anything is written. */
  readonly expectedBytes: number;
}

/**
 * Makes a whole folder or none of it: `write` fills a temporary folder beside the target, which is then
 * synced and renamed. Throws `UsageError` when the target holds something that may not be replaced,
 * `StorageError` when it cannot be written.
 */
export async function writeStagedFolder(
  folder: StagedFolder,
  write: (staging: string) => Promise<void>,
): Promise<void> {
  await checkTarget(folder);
  const { target } = folder;
  const staging = temporaryName(target);
  try {
    makeFolder(path.dirname(target));
    await removeAbandoned(target);
    await checkSpace(folder);
    await mkdir(staging);
    await write(staging);
    await syncFolder(staging);
    await replaceFolder(staging, target);
    await syncFolder(path.dirname(target));
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw explain(error, target);
  }
}

async function checkTarget({ target, force, isOwn }: StagedFolder): Promise<void> {
  const entries = await listEntries(target);
  if (entries.length === 0) return;
  if (!force)
    throw new UsageError(`--out ${target} is not empty.`, {
      suggestions: ['Choose another folder, or replace the shop in this one with --force.'],
    });
  const foreign = entries.find((entry) => !isOwn(entry.replaceAll(path.sep, '/')));
  if (foreign !== undefined)
    throw new UsageError(
      `--out ${target} holds ${foreign}, which is no file of a generated shop; --force does not delete it.`,
      { suggestions: ['Choose another folder, or move the file away first.'] },
    );
}

async function listEntries(target: string): Promise<string[]> {
  try {
    return await readdir(target, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR')
      throw new UsageError(`--out ${target} is a file, or lies below one; name a folder.`);
    throw explain(error, target);
  }
}

async function checkSpace({ target, expectedBytes }: StagedFolder): Promise<void> {
  const { bavail, bsize } = await statfs(path.dirname(target));
  if (bavail * bsize < expectedBytes)
    throw new StorageError(
      `Cannot write ${target}: it takes about ${megabytes(expectedBytes)} MB, but only ${megabytes(bavail * bsize)} MB are free.`,
      { suggestions: [SUGGESTION] },
    );
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

/** Keeps the old folder until the new one has its name. */
async function replaceFolder(staging: string, target: string): Promise<void> {
  const old = `${staging}.old`;
  const replaces = await renameIfPresent(target, old);
  try {
    await rename(staging, target);
  } catch (error) {
    if (replaces) await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

async function renameIfPresent(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const SUGGESTION = 'Free some space or choose another folder with --out.';

function explain(error: unknown, target: string): unknown {
  if ((error as NodeJS.ErrnoException).code === 'EBUSY')
    return new StorageError(`Cannot replace ${target}: it is in use or a mount point.`, {
      cause: error,
      suggestions: ['Name a new folder inside it with --out.'],
    });
  return asStorageError(error, target, SUGGESTION);
}
