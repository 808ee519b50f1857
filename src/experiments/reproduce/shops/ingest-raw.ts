import type { DatasetRecord } from '../../../catalog/datasets.js';
import type { IngestContext, IngestInput } from '../../../datasets/ingest/ingest-input.js';
import { ingest } from '../../../datasets/ingest/ingest.js';
import { InputDataError, UsageError, VasgError } from '../../../errors.js';
import { InputDigests } from '../../../sources/input-digests.js';
import type { RawShop } from './raw-folder.js';

export interface IngestedShops {
  records: DatasetRecord[];
  /** A sentence for each shop that the collection does not have. */
  notes: string[];
}

/** A collection has nothing of a category, or only of users who bought little. */
const NOTHING_OF_IT = new Set(['CATEGORY_EMPTY', 'NO_RATINGS']);

/** Files that are not as they were published. */
const PUBLISHED_FORM = new Set(['FEATURES_TRUNCATED', 'RATINGS_FORMAT']);

/**
 * Loads raw shops into the workspace; those that are there stay. Parts that a collection has nothing of are left out.
 * Throws InputDataError for files that cannot be used or when no part is left, and UsageError when the name of one is
 * taken by other data.
 */
export async function ingestRaw(
  shops: readonly RawShop[],
  context: IngestContext,
): Promise<IngestedShops> {
  const shared = { ...context, digests: new InputDigests() };
  const records: DatasetRecord[] = [];
  const empty: { shop: RawShop; error: VasgError }[] = [];
  for (const shop of shops) {
    context.progress.log(`Loading ${shop.input.dataset} ...`);
    try {
      records.push(await ingestShop(shop, shared));
    } catch (error) {
      if (!shop.isPart || !isAbout(error, NOTHING_OF_IT)) throw asOurs(error, shop.input);
      empty.push({ shop, error });
    }
  }
  if (records.length === 0 && empty.length > 0) throw empty[0]!.error;
  const notes = empty.map(
    ({ shop, error }) => `The raw files have nothing of ${shop.category}: ${error.message}`,
  );
  return { records, notes };
}

/** Photos are for people, so a part without any goes without. */
async function ingestShop(
  { input, isPart }: RawShop,
  context: IngestContext,
): Promise<DatasetRecord> {
  try {
    return (await ingest(input, context)).dataset;
  } catch (error) {
    if (!isPart || !isAbout(error, new Set(['IMAGES_MISSING']))) throw error;
    return (await ingest({ ...input, imagesFolder: undefined }, context)).dataset;
  }
}

/** What ingest advises are flags of its own command. */
function asOurs(error: unknown, { dataset }: IngestInput): unknown {
  if (isAbout(error, PUBLISHED_FORM)) {
    return new InputDataError(error.message, {
      code: error.code,
      suggestions: [
        'Download or copy the file again and compare its size with the original.',
        'Files of another form are loaded with `vasg data ingest` and named with --dataset.',
      ],
    });
  }
  if (!isAbout(error, new Set(['DATASET_EXISTS']))) return error;
  return new UsageError(error.message, {
    code: error.code,
    suggestions: [
      `Reproduce the one that is there with --dataset ${dataset} in place of --raw.`,
      'Or give another workspace with --workspace.',
    ],
  });
}

function isAbout(error: unknown, codes: ReadonlySet<string>): error is VasgError {
  return error instanceof VasgError && codes.has(error.code);
}
