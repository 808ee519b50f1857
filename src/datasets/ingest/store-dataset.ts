import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withCatalog } from '../../catalog/connection.js';
import { findDataset, type DatasetRecord } from '../../catalog/datasets.js';
import { replaceDataset } from '../../catalog/replace-dataset.js';
import { recordStage } from '../../catalog/stages.js';
import { MissingArtifactError } from '../../errors.js';
import { newFeaturesFile, placeFeatures } from './features-file.js';
import type { StagingPaths } from './stage-dataset.js';

/** Everything of a data set but where its features end up. */
export type NewDataset = Omit<DatasetRecord, 'featuresFile'>;

export interface StoredDataset {
  dataset: DatasetRecord;
  /** True when another ingest had stored the same meanwhile. */
  unchanged: boolean;
}

/**
 * Stores what was staged, in one transaction: the catalog's tables refer to the new features or to the old
 * ones, whenever the process may be killed. Throws MissingArtifactError (`DATASET_CHANGED`) when the data
 * set is no longer `seen`, the one that the ingest was allowed to take the place of.
 */
export function storeDataset(
  workspace: string,
  dataset: NewDataset,
  seen: DatasetRecord | undefined,
  paths: StagingPaths,
): Promise<StoredDataset> {
  return withCatalog(workspace, 'write', async (catalog) => {
    const current = await findDataset(catalog, dataset.name);
    if (!isSame(current, seen)) {
      if (current === undefined || !holds(workspace, current, dataset)) throw changed(dataset.name);
      return { dataset: current, unchanged: true };
    }
    const featuresFile = newFeaturesFile(dataset.name, dataset.inputHash, current === undefined);
    const record = { ...dataset, featuresFile };
    await placeFeatures(paths.features, workspace, featuresFile);
    await replaceDataset(catalog, record, paths.database);
    await recordStage(catalog, {
      stage: 'ingest',
      subject: record.name,
      inputHash: record.inputHash,
      facts: { featuresFile, featuresSha256: record.featuresSha256 },
      finishedAt: record.ingestedAt,
    });
    return { dataset: record, unchanged: false };
  });
}

/** Every ingest that replaces a data set names its features file anew, so equal input stored twice differs. */
function isSame(current: DatasetRecord | undefined, seen: DatasetRecord | undefined): boolean {
  return (
    current?.inputHash === seen?.inputHash &&
    current?.featuresFile === seen?.featuresFile &&
    current?.ingestedAt === seen?.ingestedAt
  );
}

function holds(workspace: string, current: DatasetRecord, dataset: NewDataset): boolean {
  return (
    current.inputHash === dataset.inputHash && existsSync(join(workspace, current.featuresFile))
  );
}

function changed(dataset: string): MissingArtifactError {
  return new MissingArtifactError(
    `Data set ${dataset} was changed by another command while this one read its input.`,
    {
      code: 'DATASET_CHANGED',
      suggestions: [
        'Look at it with `vasg data describe`, then run this command again if it is still wanted.',
      ],
    },
  );
}
