import path from 'node:path';
import type { IngestInput } from '../../../datasets/ingest/ingest-input.js';
import { InputDataError } from '../../../errors.js';
import { ruleKnows, type CategoryRule } from '../../../sources/category-rule.js';
import { CATEGORIES } from '../printed.js';
import type { PaperCategory } from '../reproduction.js';
import { categoryInput } from './category-input.js';
import { lacking, namesIn, rawFilesIn, rawNames } from './raw-files.js';

/** Raw data on the disk. */
export interface RawChoice {
  folder: string;
  /** Which products a category has. @default 'any' */
  rule?: CategoryRule | undefined;
}

/** A shop that may be made of raw files. */
export interface RawShop {
  category: PaperCategory;
  input: IngestInput;
  /** It is cut out of a collection, which may have no products or no photos of it. */
  isPart: boolean;
}

/**
 * The shops that a folder has raw files of, in the order of the paper: either the folders women, men, shoes and
 * jewelry, of which one must be there, or one collection, as Amazon 2014 is published, whose metadata tells which
 * product is in which of the four. Throws InputDataError saying what is missing or ambiguous.
 */
export async function rawShops({ folder, rule = 'any' }: RawChoice): Promise<RawShop[]> {
  const names = await namesIn(folder);
  const files = rawNames(names);
  const folders = names.filter((name) => categoryOf(name) !== undefined);
  if (files.length > 0 && folders.length > 0) throw bothLayouts(folder, files[0]!, folders[0]!);
  if (files.length > 0) return collectionShops(folder, rule);
  const [name, twin] = folders.filter(
    (each) => folders.filter((other) => categoryOf(other) === categoryOf(each)).length > 1,
  );
  if (name !== undefined && twin !== undefined) throw twoFolders(folder, name, twin);
  if (folders.length > 0) return folderShops(folder, folders, rule);
  throw nothingThere(folder);
}

function folderShops(
  folder: string,
  names: readonly string[],
  rule: CategoryRule,
): Promise<RawShop[]> {
  const found = CATEGORIES.flatMap((category) =>
    names.flatMap((name) => (categoryOf(name) === category ? [{ name, category }] : [])),
  );
  return Promise.all(
    found.map(async ({ name, category }) => {
      const files = await rawFilesIn(path.join(folder, name));
      return { category, input: categoryInput(files, category, rule), isPart: false };
    }),
  );
}

/** The authors' rule knows three of the categories. */
async function collectionShops(folder: string, rule: CategoryRule): Promise<RawShop[]> {
  const files = await rawFilesIn(folder);
  if (files.metadata === undefined) throw collectionWithoutMetadata(folder);
  return CATEGORIES.filter((name) => ruleKnows({ name, rule })).map((category) => ({
    category,
    input: categoryInput(files, category, rule),
    isPart: true,
  }));
}

function categoryOf(name: string): PaperCategory | undefined {
  return CATEGORIES.find((category) => category.toLowerCase() === name.toLowerCase());
}

function bothLayouts(folder: string, file: string, category: string): InputDataError {
  return new InputDataError(
    `${folder} has the file ${file} of a collection and the folder ${category} of a category, and which of them is meant cannot be told.`,
    {
      code: 'RAW_FILES',
      suggestions: ['Put them into folders of their own and give one of these with --raw.'],
    },
  );
}

/** Where the case of letters tells names apart. */
function twoFolders(folder: string, name: string, twin: string): InputDataError {
  return new InputDataError(
    `${folder} has ${name} and ${twin}, and only one of them can be meant.`,
    {
      code: 'RAW_FILES',
      suggestions: ['Move away the one that is not meant.'],
    },
  );
}

function nothingThere(folder: string): InputDataError {
  const folders = CATEGORIES.map((category) => category.toLowerCase()).join(', ');
  return new InputDataError(
    `${folder} has neither the files of a collection nor one of the folders ${folders}.`,
    {
      code: 'RAW_FILES',
      suggestions: [
        'Put the collection there as it is published: reviews_*.json.gz or ratings_*.csv, image_features_*.b and meta_*.json.gz (data/README.md).',
        'Or put the files of each category into a folder of its name, or make one: `vasg data synth men --out RAW/men`.',
        'Or load a shop with `vasg data ingest` and name it with --dataset.',
      ],
    },
  );
}

function collectionWithoutMetadata(folder: string): InputDataError {
  const { message, code } = lacking(folder, 'metadata');
  return new InputDataError(`${message} Only it tells which products are of which category.`, {
    code,
    suggestions: [
      'Download the metadata of the collection (data/README.md).',
      'If these are the files of one category alone, put them into a folder of its name, e.g. women.',
    ],
  });
}
