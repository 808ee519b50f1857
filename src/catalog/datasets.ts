import { MissingArtifactError } from '../errors.js';
import type { Catalog } from './connection.js';

/** A loaded data set; one row of table `datasets`. */
export interface DatasetRecord {
  name: string;
  numUsers: number;
  numProducts: number;
  numRatings: number;
  featureDim: number;
  /** Relative to the workspace. */
  featuresFile: string;
  featuresSha256: string;
  /** Absolute path of the folder with the products' photos; null without. */
  imagesFolder: string | null;
  /** Digest of the input files' contents and the options; equal hash, equal data set. */
  inputHash: string;
  /** The input files, e.g. `[{role: 'ratings', path, sha256, sizeBytes}]`. */
  sources: readonly SourceFile[];
  options: Record<string, unknown>;
  /** What was read, dropped and merged; see `IngestReport`. */
  report: Record<string, unknown>;
  /** ISO 8601, UTC. */
  ingestedAt: string;
}

/** An input file as it was when it was read. */
export interface SourceFile {
  role: 'ratings' | 'features' | 'feature-ids' | 'metadata';
  path: string;
  sha256: string;
  sizeBytes: number;
  /** `vasg data synth` made it. */
  synthetic?: true;
}

const SELECT = `
SELECT dataset AS name, num_users AS "numUsers", num_products AS "numProducts",
  num_ratings AS "numRatings", feature_dim AS "featureDim", features_file AS "featuresFile",
  features_sha256 AS "featuresSha256", images_folder AS "imagesFolder",
  input_hash AS "inputHash", sources, options, report,
  ingested_at AS "ingestedAt"
FROM datasets`;

type DatasetRow = Omit<DatasetRecord, 'sources' | 'options' | 'report'> &
  Record<'sources' | 'options' | 'report', string>;

/** All data sets by name. */
export async function listDatasets(catalog: Catalog): Promise<DatasetRecord[]> {
  return (await catalog.rows<DatasetRow>(`${SELECT} ORDER BY dataset`)).map(toRecord);
}

/** The data set called `name`, or undefined. */
export async function findDataset(
  catalog: Catalog,
  name: string,
): Promise<DatasetRecord | undefined> {
  const row = await catalog.row<DatasetRow>(`${SELECT} WHERE dataset = $name`, { name });
  return row === undefined ? undefined : toRecord(row);
}

/** Throws MissingArtifactError (`DATASET_MISSING`) when no data set has this name. */
export async function readDataset(catalog: Catalog, name: string): Promise<DatasetRecord> {
  const record = await findDataset(catalog, name);
  if (record !== undefined) return record;
  const names = (await listDatasets(catalog)).map((dataset) => dataset.name);
  throw new MissingArtifactError(`There is no data set called ${name} in ${catalog.path}.`, {
    code: 'DATASET_MISSING',
    suggestions: [
      names.length > 0 ? `It holds: ${names.join(', ')}.` : 'It holds no data set yet.',
      `Load it with \`vasg data ingest --dataset ${name} ...\`.`,
    ],
  });
}

/** The dense index of an external user id, or undefined. */
export async function userIndexOf(
  catalog: Catalog,
  dataset: string,
  userId: string,
): Promise<number | undefined> {
  const row = await catalog.row<{ index: number }>(
    'SELECT user_index AS "index" FROM users WHERE dataset = $dataset AND user_id = $userId',
    { dataset, userId },
  );
  return row?.index;
}

/** External product ids; the position is the product index. */
export async function productIds(catalog: Catalog, dataset: string): Promise<string[]> {
  const rows = await catalog.rows<{ id: string }>(
    'SELECT product_id AS id FROM products WHERE dataset = $dataset ORDER BY product_index',
    { dataset },
  );
  return rows.map((row) => row.id);
}

/** External user ids; the position is the user index. */
export async function userIds(catalog: Catalog, dataset: string): Promise<string[]> {
  const rows = await catalog.rows<{ id: string }>(
    'SELECT user_id AS id FROM users WHERE dataset = $dataset ORDER BY user_index',
    { dataset },
  );
  return rows.map((row) => row.id);
}

function toRecord(row: DatasetRow): DatasetRecord {
  return {
    ...row,
    sources: JSON.parse(row.sources) as SourceFile[],
    options: JSON.parse(row.options) as Record<string, unknown>,
    report: JSON.parse(row.report) as Record<string, unknown>,
  };
}
