import { createHash } from 'node:crypto';
import { withCatalog, type Catalog } from '../catalog/connection.js';
import { readDataset, type DatasetRecord } from '../catalog/datasets.js';
import { runLeakChecks, type LeakCheck } from '../catalog/leak-checks.js';
import { readRatedPairs } from '../catalog/ratings.js';
import { readParts } from '../catalog/split-counts.js';
import { findSplit, replaceSplit, type SplitParts, type SplitRecord } from '../catalog/splits.js';
import { recordStage } from '../catalog/stages.js';
import { InputDataError, UsageError } from '../errors.js';
import { describeSplit, type SplitDescription } from './describe-dataset.js';
import { assignParts, type SplitOptions } from '../splitting/assign.js';
import { countParts, type PartCounts } from '../splitting/stored-parts.js';

export interface SplitInput extends SplitOptions {
  dataset: string;
  /** Name of the split. */
  split: string;
  /** Allow that a split of this name with other options goes. */
  replace: boolean;
}

export interface SplitResult extends SplitDescription {
  /** True when the catalog held exactly this already. */
  unchanged: boolean;
}

/** Raise when the same ratings and options no longer give the same parts. */
const SPLIT_VERSION = 2;

/**
 * Divides the ratings of a data set into training, validation and test. Two calls with equal options give
 * equal parts; the second changes nothing. Throws MissingArtifactError when there is no such data set,
 * UsageError when the name is taken by other options and `replace` is not set.
 */
export async function splitDataset(input: SplitInput, workspace: string): Promise<SplitResult> {
  const found = await withCatalog(workspace, 'read', async (catalog) => {
    const dataset = await readDataset(catalog, input.dataset);
    const inputHash = splitHash(dataset, input);
    const existing = await findSplit(catalog, input.dataset, input.split);
    if (existing?.inputHash === inputHash) {
      return { done: { ...(await describeSplit(catalog, existing)), unchanged: true } };
    }
    if (existing !== undefined && !input.replace) throw nameTaken(existing);
    return { dataset, inputHash, pairs: await readRatedPairs(catalog, input.dataset) };
  });
  if (found.done !== undefined) return found.done;

  const { dataset, inputHash, pairs } = found;
  const { numUsers, numProducts } = dataset;
  const { part, report } = assignParts({ numUsers, numProducts, ...pairs }, input);
  const { seed, coldShare, validationShare, testedMinProducts } = input;
  const record: SplitRecord = {
    dataset: dataset.name,
    split: input.split,
    seed,
    coldShare,
    validationShare,
    testedMinProducts,
    inputHash,
    report: { ...report },
    madeAt: new Date().toISOString(),
  };
  return withCatalog(workspace, 'write', async (catalog) => {
    await refuseChanged(catalog, dataset);
    return { ...(await storeSplit(catalog, record, { ...pairs, part })), unchanged: false };
  });
}

/** Stores the split, and the stage as done, unless it leaks or is of no use. */
async function storeSplit(
  catalog: Catalog,
  record: SplitRecord,
  parts: SplitParts,
): Promise<SplitDescription> {
  await replaceSplit(catalog, record, parts);
  const stored = await readParts(catalog, record.dataset, record.split);
  refuseLeaks(await runLeakChecks(catalog, record, stored));
  const description = await describeSplit(catalog, record, countParts(stored));
  refuseEmpty(description.parts);
  await recordStage(catalog, {
    stage: 'split',
    subject: `${record.dataset}/${record.split}`,
    inputHash: record.inputHash,
    facts: record.report,
    finishedAt: record.madeAt,
  });
  return description;
}

function splitHash(dataset: DatasetRecord, options: SplitOptions): string {
  const { seed, coldShare, validationShare, testedMinProducts } = options;
  const facts = {
    version: SPLIT_VERSION,
    dataset: dataset.inputHash,
    seed,
    coldShare,
    validationShare,
    testedMinProducts,
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** The catalog was open to others while the parts were assigned. */
async function refuseChanged(catalog: Catalog, dataset: DatasetRecord): Promise<void> {
  const now = await readDataset(catalog, dataset.name);
  if (now.inputHash === dataset.inputHash) return;
  throw new UsageError(`Data set ${dataset.name} was replaced while it was being split.`, {
    code: 'DATASET_CHANGED',
    suggestions: ['Run the command again.'],
  });
}

/** A leak is a bug of this program, not of the data; nothing of such a split is kept. */
function refuseLeaks(checks: readonly LeakCheck[]): void {
  const failed = checks.filter(({ violations }) => violations > 0);
  if (failed.length === 0) return;
  const list = failed.map(({ name, violations }) => `${name} (${violations})`).join(', ');
  throw new Error(`The split leaks and was not stored: ${list}.`);
}

function refuseEmpty(parts: readonly PartCounts[]): void {
  const count = (name: PartCounts['part']): number =>
    parts.find(({ part }) => part === name)?.ratings ?? 0;
  if (count('train') > 0 && count('test_warm') + count('test_cold') > 0) return;
  throw new InputDataError('The split would leave nothing to train on or nothing to test.', {
    code: 'SPLIT_EMPTY',
    suggestions: [
      'Use a smaller --cold-share, or a data set with more ratings.',
      'If most users have few products, let those with fewer be tested: --tested-min-products.',
    ],
  });
}

function nameTaken({ dataset, split, ...options }: SplitRecord): UsageError {
  return new UsageError(
    `Split ${split} of ${dataset} exists with seed ${options.seed}, cold share ${options.coldShare}, ` +
      `validation share ${options.validationShare} and tests of users with at least ` +
      `${options.testedMinProducts} products.`,
    {
      code: 'SPLIT_EXISTS',
      suggestions: [
        'Replace it with --replace; runs trained on it no longer apply.',
        'Or give the new one another name with --name.',
      ],
    },
  );
}
