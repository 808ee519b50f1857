import { withCatalog, type Catalog } from '../catalog/connection.js';
import { readDataset, type DatasetRecord } from '../catalog/datasets.js';
import { ratingQuantiles, type Quantiles } from '../catalog/describe.js';
import { readLeakChecks, type LeakCheck } from '../catalog/leak-checks.js';
import { readPartCounts, type PartCounts } from '../catalog/split-counts.js';
import { readImages } from '../catalog/images.js';
import { listSplits, requireSplit, type SplitRecord } from '../catalog/splits.js';

export interface SplitDescription {
  split: SplitRecord;
  /** Users with fewer distinct products did not get into the data set (`data ingest --min-products`). */
  ingestedMinProducts: number;
  parts: PartCounts[];
  leakChecks: LeakCheck[];
}

/** Table 1 of the paper for one data set, and what else is worth knowing before training. */
export interface DatasetDescription {
  dataset: DatasetRecord;
  /** Share of the user-product pairs that are rated. */
  density: number;
  ratingsPerUser: Quantiles;
  ratingsPerProduct: Quantiles;
  /** Products with a photo. */
  numPhotos: number;
  splits: SplitDescription[];
}

/** Throws MissingArtifactError when there is no such data set or split. */
export function describeDataset(
  workspace: string,
  name: string,
  splitName?: string,
): Promise<DatasetDescription> {
  return withCatalog(workspace, 'read', async (catalog) => {
    const dataset = await readDataset(catalog, name);
    const splits =
      splitName === undefined
        ? await listSplits(catalog, name)
        : [await requireSplit(catalog, name, splitName)];
    const described: SplitDescription[] = [];
    for (const split of splits) described.push(await describeSplit(catalog, split));
    return {
      dataset,
      density: dataset.numRatings / (dataset.numUsers * dataset.numProducts),
      ratingsPerUser: await ratingQuantiles(catalog, name, 'users'),
      ratingsPerProduct: await ratingQuantiles(catalog, name, 'products'),
      numPhotos: (await readImages(catalog, name)).filter((file) => file !== null).length,
      splits: described,
    };
  });
}

/** A stored split with its sizes, where they are not known yet, and checks. */
export async function describeSplit(
  catalog: Catalog,
  split: SplitRecord,
  parts?: PartCounts[],
): Promise<SplitDescription> {
  const { options } = await readDataset(catalog, split.dataset);
  return {
    split,
    ingestedMinProducts: Number(options.minProducts ?? 1),
    parts: parts ?? (await readPartCounts(catalog, split.dataset, split.split)),
    leakChecks: await readLeakChecks(catalog, split.dataset, split.split),
  };
}
