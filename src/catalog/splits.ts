import { MissingArtifactError } from '../errors.js';
import { appendRows, insertRow, readNumericColumns } from './bulk.js';
import type { Catalog } from './connection.js';
import { readDataset } from './datasets.js';
import { datasetKey, newSplitKey, splitKey } from './keys.js';
import { readParts } from './split-counts.js';
import { areEqual, isAscending } from './stored-order.js';

const DEFAULT_SPLIT = 'default';

/** One row of table `splits`. */
export interface SplitRecord {
  dataset: string;
  split: string;
  seed: number;
  coldShare: number;
  validationShare: number;
  testedMinProducts: number;
  /** Digest of the data set's input hash, the seed and the options. */
  inputHash: string;
  report: Record<string, unknown>;
  /** ISO 8601, UTC. */
  madeAt: string;
}

/** Every rating of a data set with its part, sorted by (user, product). All arrays have equal length. */
export interface SplitData {
  dataset: string;
  split: string;
  seed: number;
  inputHash: string;
  numUsers: number;
  numProducts: number;
  userIndex: Uint32Array;
  productIndex: Uint32Array;
  /** NaN where the source gave none. */
  rating: Float32Array;
  /** Positions in `SPLIT_PARTS`. */
  part: Uint8Array;
}

const SELECT = `
SELECT dataset, split, seed, cold_share AS "coldShare", validation_share AS "validationShare",
  tested_min_products AS "testedMinProducts", input_hash AS "inputHash", report, made_at AS "madeAt"
FROM splits WHERE dataset = $dataset`;

type SplitRow = Omit<SplitRecord, 'report'> & { report: string };

/** All splits of a data set by name. */
export async function listSplits(catalog: Catalog, dataset: string): Promise<SplitRecord[]> {
  return (await catalog.rows<SplitRow>(`${SELECT} ORDER BY split`, { dataset })).map(toRecord);
}

export async function findSplit(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<SplitRecord | undefined> {
  const row = await catalog.row<SplitRow>(`${SELECT} AND split = $split`, { dataset, split });
  return row === undefined ? undefined : toRecord(row);
}

/** Throws MissingArtifactError (`DATASET_MISSING`, `SPLIT_MISSING`). */
export async function requireSplit(
  catalog: Catalog,
  dataset: string,
  split: string = DEFAULT_SPLIT,
): Promise<SplitRecord> {
  const record = await findSplit(catalog, dataset, split);
  if (record !== undefined) return record;
  await readDataset(catalog, dataset);
  const names = (await listSplits(catalog, dataset)).map((other) => other.split);
  throw new MissingArtifactError(`Data set ${dataset} has no split called ${split}.`, {
    code: 'SPLIT_MISSING',
    suggestions: [
      ...(names.length > 0 ? [`It has: ${names.join(', ')}.`] : []),
      `Make it with \`vasg data split --dataset ${dataset}${split === DEFAULT_SPLIT ? '' : ` --name ${split}`}\`.`,
    ],
  });
}

/** The ratings with their parts. Throws MissingArtifactError (`DATASET_MISSING`, `SPLIT_MISSING`). */
export async function readSplit(
  catalog: Catalog,
  dataset: string,
  split: string = DEFAULT_SPLIT,
): Promise<SplitData> {
  const record = await requireSplit(catalog, dataset, split);
  const { numUsers, numProducts } = await readDataset(catalog, dataset);
  const { userIndex, productIndex, rating, part } =
    (await readInStep(catalog, dataset, split)) ?? (await readJoined(catalog, dataset, split));
  const { seed, inputHash } = record;
  return {
    dataset,
    split,
    seed,
    inputHash,
    numUsers,
    numProducts,
    userIndex,
    productIndex,
    rating,
    part,
  };
}

type PartedColumns = Pick<SplitData, 'userIndex' | 'productIndex' | 'rating' | 'part'>;

/**
 * Both tables are stored in order: where that can be seen, they need not be joined or sorted, which takes most of the
 * time. Undefined where it cannot.
 */
async function readInStep(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<PartedColumns | undefined> {
  const { part, ...pairs } = await readParts(catalog, dataset, split);
  const [ratedUsers, ratedProducts, rating] = await readNumericColumns(
    catalog,
    [Uint32Array, Uint32Array, Float32Array],
    'SELECT user_index, product_index, rating FROM rating_rows WHERE dataset_key = $key',
    { key: await datasetKey(catalog, dataset) },
  );
  const rated = { userIndex: ratedUsers, productIndex: ratedProducts };
  return areEqual(pairs, rated) && isAscending(pairs) ? { ...pairs, rating, part } : undefined;
}

async function readJoined(
  catalog: Catalog,
  dataset: string,
  split: string,
): Promise<PartedColumns> {
  const [userIndex, productIndex, rating, part] = await readNumericColumns(
    catalog,
    [Uint32Array, Uint32Array, Float32Array, Uint8Array],
    `SELECT r.user_index, r.product_index, r.rating, enum_code(s.part)
     FROM split_rating_rows s JOIN rating_rows r USING (user_index, product_index)
     WHERE s.split_key = $split AND r.dataset_key = $dataset
     ORDER BY r.user_index, r.product_index`,
    { dataset: await datasetKey(catalog, dataset), split: await splitKey(catalog, dataset, split) },
  );
  return { userIndex, productIndex, rating, part };
}

/** The parts of a new split, in step with the arrays of ratings. */
export interface SplitParts {
  userIndex: Uint32Array;
  productIndex: Uint32Array;
  /** Positions in `SPLIT_PARTS`, which are the codes of the ENUM as well. */
  part: Uint8Array;
}

/** Stores a split, replacing one of the same name with its leak checks. */
export async function replaceSplit(
  catalog: Catalog,
  record: SplitRecord,
  { userIndex, productIndex, part }: SplitParts,
): Promise<void> {
  const { dataset, split } = record;
  await deleteSplits(catalog, dataset, split);
  const key = await newSplitKey(catalog);
  await insertRow(catalog, 'splits', {
    dataset,
    split,
    split_key: key,
    seed: record.seed,
    cold_share: record.coldShare,
    validation_share: record.validationShare,
    tested_min_products: record.testedMinProducts,
    input_hash: record.inputHash,
    report: JSON.stringify(record.report),
    made_at: record.madeAt,
  });
  const keys = new Uint32Array(part.length).fill(key);
  const columns = [keys, userIndex, productIndex, part];
  await appendRows(catalog, 'split_rating_rows', part.length, columns);
}

/**
 * Deletes one split of a data set, or all of them. Runs stay; those that are not complete can never be gone on with, so
 * they have failed. One that is at work all the same says at its end how it went.
 */
export async function deleteSplits(
  catalog: Catalog,
  dataset: string,
  split?: string,
): Promise<void> {
  const condition = 'dataset = $dataset AND ($split IS NULL OR split = $split)';
  const names = { dataset, split: split ?? null };
  await catalog.run(
    `UPDATE runs SET status = 'failed', error = 'Its data set or split was replaced before it was complete.'
     WHERE status = 'running' AND ${condition}`,
    names,
  );
  await catalog.run(
    `DELETE FROM split_rating_rows
     WHERE split_key IN (SELECT split_key FROM splits WHERE ${condition})`,
    names,
  );
  for (const table of ['leak_checks', 'splits']) {
    await catalog.run(`DELETE FROM ${table} WHERE ${condition}`, names);
  }
}

function toRecord(row: SplitRow): SplitRecord {
  return { ...row, report: JSON.parse(row.report) as Record<string, unknown> };
}
