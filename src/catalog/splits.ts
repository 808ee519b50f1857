import { MissingArtifactError } from '../errors.js';
import { appendRows, insertRow, readNumericColumns } from './bulk.js';
import type { Catalog } from './connection.js';
import { readDataset } from './datasets.js';
import { readParts } from './split-counts.js';
import { areEqual, isAscending } from './stored-order.js';
import { SPLIT_PARTS } from '../splitting/parts.js';

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
    'SELECT user_index, product_index, rating FROM ratings WHERE dataset = $dataset',
    { dataset },
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
     FROM split_ratings s JOIN ratings r USING (dataset, user_index, product_index)
     WHERE s.dataset = $dataset AND s.split = $split
     ORDER BY r.user_index, r.product_index`,
    { dataset, split },
  );
  return { userIndex, productIndex, rating, part };
}

/** The parts of a new split, in step with the arrays of ratings. */
export interface SplitParts {
  userIndex: Uint32Array;
  productIndex: Uint32Array;
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
  await insertRow(catalog, 'splits', {
    dataset,
    split,
    seed: record.seed,
    cold_share: record.coldShare,
    validation_share: record.validationShare,
    tested_min_products: record.testedMinProducts,
    input_hash: record.inputHash,
    report: JSON.stringify(record.report),
    made_at: record.madeAt,
  });
  // Both names are the same in every row: see `appendRows`.
  await catalog.run(
    'CREATE TEMP TABLE new_parts (user_index UINTEGER, product_index UINTEGER, code UTINYINT)',
  );
  await appendRows(catalog, 'new_parts', part.length, [userIndex, productIndex, part]);
  const cases = SPLIT_PARTS.map((name, code) => `WHEN ${code} THEN '${name}'::split_part`);
  await catalog.run(
    `INSERT INTO split_ratings SELECT $dataset, $split, user_index, product_index,
       CASE code ${cases.join(' ')} END FROM new_parts`,
    { dataset, split },
  );
  await catalog.run('DROP TABLE new_parts');
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
  await catalog.run(
    `UPDATE runs SET status = 'failed', error = 'Its data set or split was replaced before it was complete.'
     WHERE status = 'running' AND dataset = $dataset AND ($split IS NULL OR split = $split)`,
    { dataset, split: split ?? null },
  );
  for (const table of ['leak_checks', 'split_ratings', 'splits']) {
    await (split === undefined
      ? catalog.run(`DELETE FROM ${table} WHERE dataset = $dataset`, { dataset })
      : catalog.run(`DELETE FROM ${table} WHERE dataset = $dataset AND split = $split`, {
          dataset,
          split,
        }));
  }
}

function toRecord(row: SplitRow): SplitRecord {
  return { ...row, report: JSON.parse(row.report) as Record<string, unknown> };
}
