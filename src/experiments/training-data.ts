import path from 'node:path';
import { withCatalog } from '../catalog/connection.js';
import { readDataset, type DatasetRecord } from '../catalog/datasets.js';
import { readSplit, type SplitData } from '../catalog/splits.js';
import { pairsOf, productLists, type Pairs, type ProductLists } from '../splitting/views.js';

/** What training and evaluation read from the workspace; the catalog is closed again. */
export interface WorkspaceData {
  dataset: DatasetRecord;
  split: SplitData;
  /** Absolute path of the feature matrix. */
  featuresPath: string;
  train: Pairs;
  /** `train` as one list per user. */
  owned: ProductLists;
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
      owned: productLists(train, split.numUsers),
    };
  });
}
