import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../files/atomic-file.js';
import { withCatalog } from '../../catalog/connection.js';
import { findDataset } from '../../catalog/datasets.js';
import { asStorageError } from '../../errors.js';
import { makeFolder } from '../../files/make-folder.js';

/** Folder of the workspace with the features of all data sets. */
export const FEATURES_FOLDER = 'features';

/** Who removes files does not wait long for the catalog: the next ingest removes them as well. */
const CLEANING_WAIT_MS = 1000;

/**
 * Where a data set's features go, relative to the workspace: `features/<dataset>.npy` for its first ones,
 * else a name that was never used, so that nobody who read the old record finds other features under it.
 */
export function newFeaturesFile(dataset: string, inputHash: string, isFirst: boolean): string {
  if (isFirst) return `${FEATURES_FOLDER}/${dataset}.npy`;
  return `${FEATURES_FOLDER}/${dataset}.${inputHash.slice(0, 8)}-${randomBytes(4).toString('hex')}.npy`;
}

/** Moves a finished file to its place. Only to be called while the catalog is held for writing. */
export async function placeFeatures(
  finished: string,
  workspace: string,
  featuresFile: string,
): Promise<void> {
  const path = join(workspace, featuresFile);
  try {
    makeFolder(dirname(path));
    await rename(finished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw asStorageError(error, path);
  }
}

/**
 * Removes what earlier ingests of the data set left, finished, failed or killed, except the file that the
 * catalog refers to. The catalog is held meanwhile, so that no file goes that is about to be referred to.
 * A catalog that cannot be had leaves them to the next ingest.
 */
export async function removeUnusedFeatures(workspace: string, dataset: string): Promise<void> {
  if (featuresOf(workspace, dataset).length === 0) return;
  const remove = async (inUse: string | undefined): Promise<void> => {
    for (const name of featuresOf(workspace, dataset)) {
      if (`${FEATURES_FOLDER}/${name}` !== inUse)
        await rm(join(workspace, FEATURES_FOLDER, name), { force: true });
    }
    // Fails when other data sets have theirs there, which is as it should be.
    await rmdir(join(workspace, FEATURES_FOLDER)).catch(() => undefined);
  };
  await withCatalog(
    workspace,
    'read',
    async (catalog) => remove((await findDataset(catalog, dataset))?.featuresFile),
    { waitMs: CLEANING_WAIT_MS },
  ).catch(() => undefined);
}

/** Names of the data set's files; names of data sets hold no dots, so no other data set's are among them. */
function featuresOf(workspace: string, dataset: string): string[] {
  const own = new RegExp(`^${dataset}(\\.[0-9a-f]{8}(-[0-9a-f]{8})?)?\\.npy(\\.partial-\\d+)?$`);
  const folder = join(workspace, FEATURES_FOLDER);
  return existsSync(folder) ? readdirSync(folder).filter((name) => own.test(name)) : [];
}
