import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { Database } from '../../src/catalog/database.js';
import type { IngestInput } from '../../src/datasets/ingest/ingest-input.js';
import {
  imageFeatureBytes,
  plainVectors,
  writeInput,
  writeNpyFeatures,
} from '../support/feature-files.js';
import { ingestInto, storedFeatures, storedRatings } from '../support/ingested.js';
import { gridRatings, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

const VECTORS = plainVectors(6, 4);
const CSV = gridRatings(3, 6);
/** [user, product, rating, seconds] */
const ROWS = CSV.trim()
  .split('\n')
  .map((line) => line.split(','));

const REVIEWS = ROWS.map(([reviewerID, asin, overall, unixReviewTime]) =>
  JSON.stringify({
    ...{ reviewerID, asin, overall, unixReviewTime },
    ...{ helpful: [0, 1], reviewText: 'a "b", c' },
  }),
);

/** Runs SQL on a database of its own. */
async function inDuckDb(sql: string): Promise<void> {
  const database = await Database.open(':memory:');
  await database.run(sql);
  database.close();
}

function amazonRatings(folder: string): IngestInput['ratings'][] {
  const reviews = { format: 'amazon-2014-reviews' } as const;
  const zipped = gzipSync(`\ufeff${REVIEWS.join('\r\n')}`);
  return [
    { path: writeInput(folder, 'raw.csv', CSV), format: 'amazon-2014' },
    { path: writeInput(folder, 'raw.csv.gz', gzipSync(CSV)), format: 'amazon-2014' },
    { path: writeInput(folder, 'r.json', REVIEWS.join('\n\n')), ...reviews },
    { path: writeInput(folder, 'r.json.gz', zipped), ...reviews },
  ];
}

/** Tables whose columns have names that have to be quoted. */
async function tableRatings(folder: string): Promise<IngestInput['ratings'][]> {
  const columns = { user: 'who, whom', product: 'it"em', rating: 'stars', timestamp: 'time' };
  const head = ['"who, whom"', '"it""em"', 'stars', 'extra', 'time'];
  const commas = [head.join(','), ...ROWS.map(([u, p, r, t]) => `"${u}",${p},${r},,${t}`)];
  const tabs = [head.join('\t'), ...ROWS.map(([u, p, r, t]) => [u, p, r, '', t].join('\t'))];
  const parquet = join(folder, 'r.parquet');
  await inDuckDb(`COPY (SELECT column0 AS "who, whom", column1 AS "it""em", column2 AS stars,
    to_timestamp(column3) AS time
    FROM read_csv('${writeInput(folder, 'source.csv', CSV)}', header = false)) TO '${parquet}'`);
  const table = { format: 'table', columns } as const;
  return [
    { ...table, path: writeInput(folder, 't.csv', `\ufeff${commas.join('\r\n')}`) },
    { ...table, path: writeInput(folder, 't.tsv', tabs.join('\n')) },
    { ...table, path: parquet },
  ];
}

function jsonLinesRatings(folder: string): IngestInput['ratings'] {
  const path = writeInput(folder, 'r.data', REVIEWS.join('\n'));
  const names = { user: 'reviewerID', product: 'asin', rating: 'overall' };
  const columns = { ...names, timestamp: 'unixReviewTime' };
  return { path, format: 'table', fileType: 'jsonl', columns };
}

async function featuresInEveryFormat(folder: string): Promise<IngestInput['features'][]> {
  const parquet = join(folder, 'f.parquet');
  const values = VECTORS.map(([id, vector]) => `('${id}', [${vector.join(', ')}]::DOUBLE[4])`);
  await inDuckDb(`COPY (FROM (VALUES ${values.join()}) t(id, f)) TO '${parquet}'`);
  return [
    writeNpyFeatures(folder, [...VECTORS].reverse()),
    { path: writeInput(folder, 'f.b', imageFeatureBytes(VECTORS)) },
    { path: writeInput(folder, 'f.bin', imageFeatureBytes(VECTORS)), format: 'b', dim: 4 },
    { path: parquet, columns: { id: 'id', feature: 'f' } },
  ];
}

describe('formats of an ingest', () => {
  it('all make the same data set', async () => {
    const folder = temporaryFolder();
    const ratings = [
      ...amazonRatings(folder),
      ...(await tableRatings(folder)),
      jsonLinesRatings(folder),
    ];
    const features = await featuresInEveryFormat(folder);
    const expected = ROWS.map(([user, product, rating, time]) => [
      ...[user, product, Number(rating)],
      new Date(1000 * Number(time)).toISOString(),
    ]);
    const vectors = VECTORS.map(([, vector]) => Array.from(Float32Array.from(vector)));
    for (const [index, source] of ratings.entries()) {
      const workspace = temporaryFolder();
      const input = shopInput({ ratings: source, features: features[index % features.length]! });
      const { dataset } = await ingestInto(input, workspace);
      expect(await storedRatings(workspace), source.path).to.deep.equal(expected);
      const stored = await storedFeatures(workspace, dataset.featuresFile);
      expect(stored, input.features.path).to.deep.equal(vectors);
    }
  });
});
