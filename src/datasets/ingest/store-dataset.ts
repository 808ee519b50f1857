import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withCatalog, type Catalog } from '../../catalog/connection.js';
import { findDataset, type DatasetRecord } from '../../catalog/datasets.js';
import { replaceDataset } from '../../catalog/replace-dataset.js';
import { recordStage } from '../../catalog/stages.js';
import { MissingArtifactError } from '../../errors.js';
import type { ImageFolder } from '../../sources/image-folder.js';
import { attachImages, type AttachedImages, type PhotoCounts } from './attach-images.js';
import { newFeaturesFile, placeFeatures } from './features-file.js';
import type { Staging } from './stage-dataset.js';

/** Everything of a data set but where its features end up. */
export type NewDataset = Omit<DatasetRecord, 'featuresFile' | 'imagesFolder'>;

export interface StoredDataset {
  dataset: DatasetRecord;
  /** Null when no photos were given. */
  photos: PhotoCounts | null;
  /** True when another ingest had stored the same meanwhile. */
  unchanged: boolean;
}

/** What was made for a data set before the catalog is touched. */
export interface Staged extends Staging {
  images: ImageFolder | undefined;
}

/**
 * Stores what was staged, in one transaction: the catalog's tables refer to the new features or to the old ones,
 * whenever the process may be killed. The staging database is closed with the catalog, once that could be opened. Throws
 * MissingArtifactError (`DATASET_CHANGED`) when the data set is no longer `seen`, the one that the ingest was allowed to
 * take the place of.
 */
export function storeDataset(
  workspace: string,
  dataset: NewDataset,
  seen: DatasetRecord | undefined,
  { database, features, images }: Staged,
): Promise<StoredDataset> {
  const store = async (catalog: Catalog): Promise<StoredDataset> => {
    const current = await findDataset(catalog, dataset.name);
    if (!isSame(current, seen)) {
      if (current === undefined || !holds(workspace, current, dataset)) throw changed(dataset.name);
      const attached = await attachImages(catalog, current, images);
      return { dataset: attached.dataset, photos: attached.photos, unchanged: !attached.changed };
    }
    const featuresFile = newFeaturesFile(dataset.name, dataset.inputHash, current === undefined);
    const record = { ...dataset, featuresFile, imagesFolder: null };
    await placeFeatures(features, workspace, featuresFile);
    await replaceDataset(catalog, record);
    await recordStage(catalog, {
      stage: 'ingest',
      subject: record.name,
      inputHash: record.inputHash,
      facts: { featuresFile, featuresSha256: record.featuresSha256 },
      finishedAt: record.ingestedAt,
    });
    const attached = await attachImages(catalog, record, images);
    return { dataset: attached.dataset, photos: attached.photos, unchanged: false };
  };
  return withCatalog(workspace, 'write', store, { through: database });
}

/**
 * Stores the photos of a data set that is in the catalog already. Throws MissingArtifactError
 * (`DATASET_CHANGED`) when it is no longer `seen`.
 */
export function storePhotos(
  workspace: string,
  seen: DatasetRecord,
  images: ImageFolder,
): Promise<AttachedImages> {
  return withCatalog(workspace, 'write', async (catalog) => {
    const current = await findDataset(catalog, seen.name);
    if (current === undefined || !isSame(current, seen)) throw changed(seen.name);
    return attachImages(catalog, current, images);
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
