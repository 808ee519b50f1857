import type { Catalog } from '../../catalog/connection.js';
import { readDataset } from '../../catalog/datasets.js';
import { requireSplit } from '../../catalog/splits.js';
import type { RunRequest } from '../../run-directory.js';

/** Digests of what a run on a split reads. Throws MissingArtifactError when there is no such data set or split. */
export async function inputsOfSplit(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<RunRequest['inputs']> {
  const { featuresSha256 } = await readDataset(catalog, dataset);
  const { inputHash } = await requireSplit(catalog, dataset, split);
  return { featuresSha256, splitHash: inputHash };
}
