import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.js';
import { ingest, type IngestResult } from '../../datasets/ingest/ingest.js';
import type { CategoryInput } from '../../datasets/ingest/stage-category.js';
import { summarise } from '../../datasets/ingest/summary.js';
import { featureFormatFlags, featuresInput } from '../../flags/feature-flags.js';
import { datasetFlag } from '../../flags/flags.js';
import { parseColumnMap } from '../../sources/column-map.js';
import { CATEGORY_RULES, categoryVoter } from '../../sources/category-rule.js';
import { RATINGS_FORMATS, TABLE_FILE_TYPES, type RatingsInput } from '../../sources/ratings.js';

export type DataIngestResult = IngestResult;

export default class DataIngest extends BaseCommand<typeof DataIngest> {
  static override summary = 'Load ratings and product features into the workspace.';

  static override description = `Reads raw files, applies the rules below, and stores the result as tables in catalog.duckdb and as features/<dataset>.npy. All of it or nothing; running it again with the same files and options changes nothing.

Ratings: amazon-2014 (user,item,rating,timestamp without header), amazon-2014-reviews (JSON lines) or table (CSV, TSV, JSON lines or Parquet, with --columns; .gz is read where it is text). Ids are text, so leading zeros stay. A rating may be absent. Timestamps are unix seconds, unix milliseconds (100,000,000,000 and above) or ISO 8601.

Features: image_features .b files of Amazon 2014, .npy with --feature-ids, or Parquet with --feature-columns.

Photos (--images) are for people: reports and maps show them. Only their places are stored, so the folder has to stay; giving another one later changes nothing else.

Rules, in this order, each counted: with --category, products outside it go; of several ratings of a product by a user the latest stays (of equally late ones the last in the file); ratings of products without feature go; users with fewer than --min-products products go; products that nobody rated go, unless --keep-unrated.

Every malformed record is an error that names its line; nothing is skipped.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> --dataset shop --ratings raw/ratings.csv --ratings-format amazon-2014 --features raw/image_features.b',
    '<%= config.bin %> <%= command.id %> --dataset shop --ratings ratings.csv --ratings-format table --columns user=user_id,product=item_id,timestamp=time --features features.npy --feature-ids item_ids.txt',
    '<%= config.bin %> <%= command.id %> --dataset shop --ratings ratings.csv --ratings-format table --columns user=user_id,product=item_id --features features.npy --feature-ids item_ids.txt --min-products 1 --keep-unrated --replace',
    '<%= config.bin %> <%= command.id %> --dataset women --ratings reviews.json.gz --ratings-format amazon-2014-reviews --features image_features.b --metadata meta.json.gz --category Women --images photos',
    '<%= config.bin %> <%= command.id %> --dataset pq --ratings ratings.parquet --ratings-format table --columns user=u,product=p,rating=stars --features features.parquet --feature-columns id=p,feature=vector --json',
  ];

  static override flags = {
    dataset: datasetFlag({ required: true }),
    ratings: Flags.string({ summary: 'File of ratings.', helpValue: 'FILE', required: true }),
    'ratings-format': Flags.option({ options: RATINGS_FORMATS })({
      summary: 'Format of the ratings.',
      required: true,
    }),
    columns: Flags.string({
      summary:
        'Names of the columns or keys of a table: user, product and optionally rating, timestamp.',
      helpValue: 'user=U,product=P,...',
    }),
    'file-type': Flags.option({ options: TABLE_FILE_TYPES })({
      summary: "Kind of a table's file, where its name does not tell.",
    }),
    features: Flags.string({
      summary: 'File of product features.',
      helpValue: 'FILE',
      required: true,
    }),
    ...featureFormatFlags,
    metadata: Flags.string({
      summary:
        'File that tells the categories of products: meta_<Category>.json.gz of Amazon 2014.',
      helpValue: 'FILE',
      dependsOn: ['category'],
    }),
    category: Flags.string({
      summary: 'Use only products of this category, e.g. Women.',
      helpValue: 'LABEL',
      dependsOn: ['metadata'],
    }),
    'category-rule': Flags.option({ options: CATEGORY_RULES })({
      summary:
        "Which products a category has: any that has the label, or as in the authors' code the last of Women, Men, Shoes.",
      dependsOn: ['category'],
    }),
    images: Flags.string({
      summary: 'Folder with photos called <product id>.jpg, .jpeg, .png or .webp.',
      helpValue: 'DIR',
    }),
    'min-products': Flags.integer({
      summary:
        'Drop users with fewer distinct products; 1 keeps all, and `data split` says who is tested.',
      helpValue: 'N',
      min: 1,
      default: 5,
      helpGroup: 'RULES',
    }),
    'keep-unrated': Flags.boolean({
      default: false,
      summary: 'Keep products that nobody rated, to recommend them; they are never evaluated.',
      helpGroup: 'RULES',
    }),
    'require-features': Flags.boolean({
      default: false,
      summary: 'Fail when a rated product has no feature.',
      helpGroup: 'RULES',
    }),
    replace: Flags.boolean({
      default: false,
      summary: 'Replace a data set of this name; its splits go too.',
    }),
  };

  async run(): Promise<DataIngestResult> {
    const { flags, workspace, progress, signal } = this;
    const result = await ingest(
      {
        dataset: flags.dataset,
        ratings: {
          path: flags.ratings,
          format: flags['ratings-format'],
          columns: ratingsColumns(flags.columns),
          fileType: flags['file-type'],
        },
        features: featuresInput(flags.features, flags),
        category: this.category(),
        rules: {
          minProducts: flags['min-products'],
          keepUnrated: flags['keep-unrated'],
          requireFeatures: flags['require-features'],
        },
        imagesFolder: flags.images,
        replace: flags.replace,
      },
      { workspace, progress, signal },
    );
    for (const line of summarise(result)) this.log(line);
    return result;
  }

  private category(): CategoryInput | undefined {
    const { metadata, category: name, 'category-rule': rule = 'any' } = this.flags;
    if (metadata === undefined || name === undefined) return undefined;
    // Refuses what it does not know before files of gigabytes are read.
    categoryVoter({ name, rule });
    return { metadataPath: metadata, name, rule };
  }
}

function ratingsColumns(text: string | undefined): RatingsInput['columns'] {
  const meanings = { required: ['user', 'product'], optional: ['rating', 'timestamp'] } as const;
  return text === undefined ? undefined : parseColumnMap(text, '--columns', meanings);
}
