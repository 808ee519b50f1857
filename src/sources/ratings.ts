import type { Database } from '../catalog/database.js';
import { UsageError } from '../errors.js';
import { amazon2014Ratings } from './amazon-2014-ratings.js';
import { amazon2014Reviews } from './amazon-2014-reviews.js';
import { delimitedRatings } from './delimited-ratings.js';
import { jsonLinesRatings } from './json-lines-ratings.js';
import { parquetRatings } from './parquet-ratings.js';
import type { RatingFields, RatingsScan } from './ratings-scan.js';

export const RATINGS_FORMATS = ['amazon-2014', 'amazon-2014-reviews', 'table'] as const;
export type RatingsFormat = (typeof RATINGS_FORMATS)[number];

export const TABLE_FILE_TYPES = ['csv', 'tsv', 'jsonl', 'parquet'] as const;
export type TableFileType = (typeof TABLE_FILE_TYPES)[number];

/** Which file holds the ratings and how to read it. */
export interface RatingsInput {
  path: string;
  format: RatingsFormat;
  /** Format `table` only: what its columns or keys are called. */
  columns?: RatingFields | undefined;
  /** Format `table` only: overrides what the file's name tells. */
  fileType?: TableFileType | undefined;
}

/** Throws UsageError for contradicting settings and InputDataError for an unusable file. */
export function openRatings(database: Database, input: RatingsInput): Promise<RatingsScan> {
  const { path, format, columns } = input;
  if (format === 'table') return openTable(database, input);
  if (columns !== undefined || input.fileType !== undefined) {
    throw new UsageError(
      `--columns and --file-type go with --ratings-format table, not ${format}.`,
    );
  }
  return format === 'amazon-2014' ? amazon2014Ratings(path) : amazon2014Reviews(path);
}

function openTable(
  database: Database,
  { path, columns, fileType }: RatingsInput,
): Promise<RatingsScan> {
  if (columns === undefined) {
    throw new UsageError('--ratings-format table needs --columns.', {
      suggestions: ['For example --columns user=user_id,product=item_id,timestamp=time.'],
    });
  }
  switch (fileType ?? fileTypeOf(path)) {
    case 'csv':
      return delimitedRatings(path, { delimiter: ',', fields: columns });
    case 'tsv':
      return delimitedRatings(path, { delimiter: '\t', fields: columns });
    case 'jsonl':
      return jsonLinesRatings(path, columns);
    case 'parquet':
      return parquetRatings(database, path, columns);
  }
}

const EXTENSIONS: readonly [RegExp, TableFileType][] = [
  [/\.csv(\.gz)?$/i, 'csv'],
  [/\.tsv(\.gz)?$/i, 'tsv'],
  [/\.(jsonl|ndjson|json)(\.gz)?$/i, 'jsonl'],
  [/\.(parquet|pq)$/i, 'parquet'],
];

function fileTypeOf(path: string): TableFileType {
  const type = EXTENSIONS.find(([pattern]) => pattern.test(path))?.[1];
  if (type !== undefined) return type;
  throw new UsageError(`The name of ${path} does not tell what kind of file it is.`, {
    suggestions: [`Say so with --file-type ${TABLE_FILE_TYPES.join('|')}.`],
  });
}
