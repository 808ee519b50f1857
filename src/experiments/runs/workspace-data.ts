import path from 'node:path';
import { withCatalog } from '../../catalog/connection.js';
import { readDataset, type DatasetRecord } from '../../catalog/datasets.js';
import { readSplit, type SplitData } from '../../catalog/splits.js';
import { InputDataError } from '../../errors.js';
import { digestInput } from '../../sources/input-digest.js';
import { openNpy, type FeatureMatrix } from '../../sources/npy.js';
import { pairsOf, productLists, type Pairs, type ProductLists } from '../../splitting/views.js';

/** What training and evaluation read from the workspace; the catalog is closed again. */
export interface WorkspaceData {
  dataset: DatasetRecord;
  split: SplitData;
  /** Absolute path of the feature matrix. */
  featuresPath: string;
  train: Pairs;
  /** `train` as one list per user. */
  trainProducts: ProductLists;
}

/** Loads a data set and one of its splits. Throws MissingArtifactError naming the command that makes them. */
export async function loadWorkspaceData(
  workspace: string,
  datasetName: string,
  splitName: string,
): Promise<WorkspaceData> {
  return withCatalog(workspace, 'read', async (catalog) => {
    const dataset = await readDataset(catalog, datasetName);
    const split = await readSplit(catalog, datasetName, splitName);
    const train = pairsOf(split, ['train']);
    return {
      dataset,
      split,
      featuresPath: path.join(workspace, dataset.featuresFile),
      train,
      trainProducts: productLists(train, split.numUsers),
    };
  });
}

/**
 * Opens the features of a data set, once they are known to be those that were ingested. Throws
 * InputDataError when the file was changed or damaged.
 */
export async function openFeatures({
  dataset,
  featuresPath,
}: WorkspaceData): Promise<FeatureMatrix> {
  const { sha256 } = await digestInput(featuresPath);
  if (sha256 === dataset.featuresSha256) return openNpy(featuresPath);
  throw new InputDataError(
    `${featuresPath} is not the file that was ingested: it was changed or damaged.`,
    {
      code: 'FEATURES_CHANGED',
      suggestions: [
        `Load the data set again: \`vasg data ingest --dataset ${dataset.name} --replace ...\`.`,
      ],
    },
  );
}
