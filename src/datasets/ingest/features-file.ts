import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = 'features';

/**
 * Where a data set's features go, relative to the workspace: `features/<dataset>.npy`, unless that is the
 * file which the catalog refers to now. A new file never takes the place of one in use, so that catalog and
 * features agree whenever the process may be killed.
 */
export function newFeaturesFile(
  dataset: string,
  inputHash: string,
  inUse: string | undefined,
): string {
  const plain = `${FOLDER}/${dataset}.npy`;
  return inUse === plain ? `${FOLDER}/${dataset}.${inputHash.slice(0, 8)}.npy` : plain;
}

/** Removes what earlier ingests of the data set left, finished or killed, except the file in use. */
export async function removeOtherFeatures(
  workspace: string,
  dataset: string,
  inUse: string | undefined,
): Promise<void> {
  const folder = join(workspace, FOLDER);
  // Names of data sets hold no dots, so this takes no other data set's file.
  const own = new RegExp(`^${dataset}(\\.[0-9a-f]{8})?\\.npy(\\.partial-\\d+)?$`);
  for (const name of await readdir(folder).catch(() => [])) {
    if (own.test(name) && `${FOLDER}/${name}` !== inUse) await rm(join(folder, name));
  }
  // Fails when other data sets have theirs there, which is as it should be.
  await rmdir(folder).catch(() => undefined);
}
