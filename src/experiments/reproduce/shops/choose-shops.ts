import { withCatalog } from '../../../catalog/connection.js';
import { readDataset, type DatasetRecord } from '../../../catalog/datasets.js';
import type { IngestContext } from '../../../datasets/ingest/ingest-input.js';
import { ingest } from '../../../datasets/ingest/ingest.js';
import { ruleKnows } from '../../../sources/category-rule.js';
import { CATEGORIES } from '../printed.js';
import type { Shop } from '../trial.js';
import { ingestRaw, type IngestedShops } from './ingest-raw.js';
import { rawShops, type RawChoice } from './raw-folder.js';
import { syntheticShop } from './synthetic-shop.js';

export interface ShopChoice {
  /** Data sets of the workspace. */
  datasets: readonly string[];
  /** Raw files to make data sets of. */
  raw?: RawChoice | undefined;
}

export interface ChosenShops {
  shops: Shop[];
  /** A sentence for each shop that could be expected and is not among them. */
  notes: string[];
}

/**
 * The shops to reproduce the paper on, ingested; a synthetic one when nothing is named. Throws
 * MissingArtifactError for a data set that is not there, InputDataError for raw files that cannot be used and
 * UsageError where the name of a raw shop is taken by other data.
 */
export async function chooseShops(
  { datasets, raw }: ShopChoice,
  context: IngestContext,
): Promise<ChosenShops> {
  const stored = await storedDatasets(context.workspace, datasets);
  const { records, notes } =
    raw === undefined ? NOTHING : await ingestRaw(await rawShops(raw), context);
  const all = [...stored, ...records];
  if (all.length === 0) {
    all.push((await ingest(await syntheticShop(context), context)).dataset);
  }
  // A data set may be named twice, or be both raw and stored.
  const shops = [...new Map(all.map((record) => [record.name, shopOf(record)])).values()];
  return { shops, notes: [...ruleNotes(raw), ...notes] };
}

function ruleNotes(raw: RawChoice | undefined): string[] {
  const rule = raw?.rule ?? 'any';
  return CATEGORIES.filter((name) => !ruleKnows({ name, rule })).map(
    (name) =>
      `The rule of --category-rule ${rule} does not know ${name}, so raw files make no data set of it.`,
  );
}

const NOTHING: IngestedShops = { records: [], notes: [] };

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

/** A data set that was cut out as a column of the paper's tables, or is called like one, stands for it. */
function shopOf({ name, numProducts, options, sources }: DatasetRecord): Shop {
  const cutOut = CATEGORIES.find((category) => category === options.category);
  const called = CATEGORIES.find((category) => category.toLowerCase() === name);
  const byRule = options.categoryRule === 'authors' ? 'authors' : 'label';
  return {
    dataset: name,
    numProducts,
    category: cutOut ?? called ?? null,
    cut: cutOut !== undefined ? byRule : called === undefined ? null : 'name',
    synthetic: sources.some((source) => source.synthetic === true),
  };
}
