import { withCatalog } from '../../../catalog/connection.js';
import { readDataset, type DatasetRecord } from '../../../catalog/datasets.js';
import type { IngestContext } from '../../../datasets/ingest/ingest-input.js';
import { ingest } from '../../../datasets/ingest/ingest.js';
import { CATEGORIES } from '../printed.js';
import type { Shop } from '../trial.js';
import { rawShops } from './raw-folder.js';
import { syntheticShop } from './synthetic-shop.js';

export interface ShopChoice {
  /** Data sets of the workspace. */
  datasets: readonly string[];
  /** Folder with raw files by category. */
  raw?: string | undefined;
}

/**
 * The shops to reproduce the paper on, ingested; a synthetic one when nothing is named. Throws
 * MissingArtifactError for a data set that is not there and InputDataError for raw files that cannot be used.
 */
export async function chooseShops(
  { datasets, raw }: ShopChoice,
  context: IngestContext,
): Promise<Shop[]> {
  const inputs = raw === undefined ? [] : await rawShops(raw);
  if (datasets.length === 0 && inputs.length === 0) inputs.push(await syntheticShop(context));
  const ingested: DatasetRecord[] = [];
  for (const input of inputs) ingested.push((await ingest(input, context)).dataset);
  const records = [...(await storedDatasets(context.workspace, datasets)), ...ingested];
  // A data set may be named twice, or be both raw and stored.
  return [...new Map(records.map((record) => [record.name, shopOf(record)])).values()];
}

async function storedDatasets(
  workspace: string,
  datasets: readonly string[],
): Promise<DatasetRecord[]> {
  if (datasets.length === 0) return [];
  return withCatalog(workspace, 'read', async (catalog) => {
    const records: DatasetRecord[] = [];
    for (const dataset of datasets) records.push(await readDataset(catalog, dataset));
    return records;
  });
}

/** A data set called like a column of the paper's tables stands for it. */
function shopOf({ name, sources }: DatasetRecord): Shop {
  return {
    dataset: name,
    category: CATEGORIES.find((category) => category.toLowerCase() === name) ?? null,
    synthetic: sources.some((source) => source.synthetic === true),
  };
}
