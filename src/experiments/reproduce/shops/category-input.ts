import path from 'node:path';
import type { IngestInput } from '../../../datasets/ingest/ingest-input.js';
import { UsageError } from '../../../errors.js';
import { categoryVoter, type CategoryRule } from '../../../sources/category-rule.js';
import type { PaperCategory } from '../reproduction.js';
import { rawFilesIn, type RawFiles } from './raw-files.js';

/** Users with fewer products are dropped (section 4.1). */
const MIN_PRODUCTS = 5;
/** The same in the authors' code, which alone explains the counts of Table 1. */
const AUTHORS_MIN_PRODUCTS: Partial<Record<PaperCategory, number>> = { Women: 9 };

/** The one shop whose raw files are in a folder, all of it. */
export async function wholeShop(folder: string, dataset: string): Promise<IngestInput> {
  return ingestInput(await rawFilesIn(folder), { dataset, minProducts: MIN_PRODUCTS });
}

/**
 * One of the paper's data sets: the products that the metadata has in the category, or all where there is none. By
 * the rule `authors` it has a name of its own, e.g. `women-authors`. Throws UsageError when the rule says nothing
 * about the category, or there is no metadata to apply it to.
 */
export function categoryInput(
  files: RawFiles,
  category: PaperCategory,
  rule: CategoryRule = 'any',
): IngestInput {
  const byAuthors = rule === 'authors';
  if (byAuthors && files.metadata === undefined) throw ruleWithoutMetadata(files);
  // Refuses what the rule does not know before files of gigabytes are read.
  categoryVoter({ name: category, rule });
  const name = category.toLowerCase();
  const input = ingestInput(files, {
    dataset: byAuthors ? `${name}-authors` : name,
    minProducts: (byAuthors ? AUTHORS_MIN_PRODUCTS[category] : undefined) ?? MIN_PRODUCTS,
  });
  if (files.metadata === undefined) return input;
  return { ...input, category: { metadataPath: files.metadata, name: category, rule } };
}

function ingestInput(
  { ratings, features, photos }: RawFiles,
  { dataset, minProducts }: { dataset: string; minProducts: number },
): IngestInput {
  return {
    ...{ dataset, ratings },
    features: { path: features },
    rules: { minProducts, keepUnrated: false, requireFeatures: false },
    imagesFolder: photos,
    replace: false,
  };
}

function ruleWithoutMetadata({ ratings }: RawFiles): UsageError {
  return new UsageError(
    `--category-rule authors says which products a category has, and ${path.dirname(ratings.path)} has no meta_*.json.gz that tells their categories.`,
    { suggestions: ['Leave --category-rule out, or put the metadata there.'] },
  );
}
