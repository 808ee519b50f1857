import type { Database } from '../catalog/database.js';
import { UsageError } from '../errors.js';
import type { FeatureSource } from './feature-source.js';
import { openImageFeatures } from './image-features.js';
import { openNpyFeatures } from './npy-features.js';
import { openParquetFeatures, type FeatureColumns } from './parquet-features.js';

export const FEATURES_FORMATS = ['b', 'npy', 'parquet'] as const;
export type FeaturesFormat = (typeof FEATURES_FORMATS)[number];

/** Which file holds the features and how to read it. */
export interface FeaturesInput {
  path: string;
  /** Overrides what the file's name tells. */
  format?: FeaturesFormat | undefined;
  /** `npy` only: text file with the id of each row. */
  idsPath?: string | undefined;
  /** `parquet` only. */
  columns?: FeatureColumns | undefined;
  /** `b` only: length of the vectors, found by itself otherwise. */
  dim?: number | undefined;
}

/** Throws UsageError for contradicting settings and InputDataError for an unusable file. */
export function openFeatures(database: Database, input: FeaturesInput): Promise<FeatureSource> {
  const { path, idsPath, columns, dim } = input;
  const format = featuresFormat(input);
  refuseForeign('--feature-dim', dim, format, 'b');
  refuseForeign('--feature-ids', idsPath, format, 'npy');
  refuseForeign('--feature-columns', columns, format, 'parquet');
  switch (format) {
    case 'b':
      return openImageFeatures(path, dim);
    case 'npy':
      return openNpyFeatures(path, required(idsPath, '--feature-ids', 'item_ids.txt'));
    case 'parquet':
      return openParquetFeatures(
        database,
        path,
        required(columns, '--feature-columns', 'id=product_id,feature=vector'),
      );
  }
}

/** The format that is set or that the file's name tells. */
export function featuresFormat({ path, format }: FeaturesInput): FeaturesFormat {
  const found = format ?? FEATURES_FORMATS.find((kind) => path.toLowerCase().endsWith(`.${kind}`));
  if (found !== undefined) return found;
  throw new UsageError(`The name of ${path} does not tell the format of the features.`, {
    suggestions: [`Say so with --features-format ${FEATURES_FORMATS.join('|')}.`],
  });
}

function refuseForeign(
  flag: string,
  value: unknown,
  format: FeaturesFormat,
  owner: FeaturesFormat,
): void {
  if (value === undefined || format === owner) return;
  throw new UsageError(`${flag} goes with ${owner} features; these are ${format}.`);
}

function required<T>(value: T | undefined, flag: string, example: string): T {
  if (value !== undefined) return value;
  throw new UsageError(`These features need ${flag}.`, {
    suggestions: [`For example ${flag} ${example}.`],
  });
}
