import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { withCatalog } from '../../src/catalog/connection.js';
import { Database } from '../../src/catalog/database.js';
import { productIds, readDataset, userIds, userIndexOf } from '../../src/catalog/datasets.js';
import { listSplits } from '../../src/catalog/splits.js';
import type { IngestInput } from '../../src/datasets/ingest/ingest-input.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { splitDataset } from '../../src/datasets/split-dataset.js';
import {
  InputDataError,
  MissingArtifactError,
  RunCancelledError,
  UsageError,
} from '../../src/errors.js';
import { silentProgress } from '../../src/progress/progress.js';
import { digestInput } from '../../src/sources/input-digest.js';
import { openNpy } from '../../src/sources/npy.js';
import {
  imageFeatureBytes,
  plainVectors,
  writeInput,
  writeNpyFeatures,
} from '../support/feature-files.js';
import { rejection } from '../support/rejection.js';
import { SmallDisk } from '../support/small-disk.js';
import { gridRatings, listing, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

const run = (input: IngestInput, workspace: string) =>
  ingest(input, { workspace, progress: silentProgress });

const csv = (text: string): IngestInput['ratings'] => ({
  path: writeInput(temporaryFolder(), 'ratings.csv', text),
  format: 'amazon-2014',
});

const twos = Array.from({ length: 6 }, (_, i): [string, number[]] => [`p${i}`, [2, 2, i]]);

const anyCount = { minProducts: 1, keepUnrated: false, requireFeatures: false };

/** The stored ratings by id: `[user, product, rating, time]`. */
function storedRatings(workspace: string): Promise<unknown[][]> {
  return withCatalog(workspace, 'read', async (catalog) => {
    const rows = await catalog.rows<Record<string, unknown>>(
      `SELECT user_id, product_id, rating, rated_at FROM ratings
       JOIN users USING (dataset, user_index) JOIN products USING (dataset, product_index)
       ORDER BY user_index, product_index`,
    );
    return rows.map((row) => Object.values(row));
  });
}

async function storedFeatures(workspace: string, file: string): Promise<number[][]> {
  const matrix = await openNpy(join(workspace, file));
  const rows: number[][] = [];
  for (let row = 0; row < matrix.rows; row++) rows.push(Array.from(await matrix.read(row, 1)));
  await matrix.close();
  return rows;
}

describe('ingest', () => {
  it('loads ratings and features', async () => {
    const workspace = temporaryFolder();
    const { dataset, report, unchanged } = await run(shopInput(), workspace);
    expect(unchanged).to.equal(false);
    expect(dataset).to.include({ numUsers: 3, numProducts: 6, numRatings: 18, featureDim: 3 });
    expect(report.ratings).to.deep.equal({
      read: 18,
      outsideCategory: 0,
      duplicates: 0,
      withoutFeature: 0,
      ofDroppedUsers: 0,
      kept: 18,
    });
    await withCatalog(workspace, 'read', async (catalog) => {
      expect(await readDataset(catalog, 'shop')).to.deep.equal(dataset);
      expect(await productIds(catalog, 'shop')).to.deep.equal(['p0', 'p1', 'p2', 'p3', 'p4', 'p5']);
      expect(await userIndexOf(catalog, 'shop', 'u2')).to.equal(2);
      expect(await userIndexOf(catalog, 'shop', 'nobody')).to.equal(undefined);
    });
    expect(listing(workspace).map((path) => path.slice(workspace.length + 1))).to.deep.equal([
      'catalog.duckdb',
      'features',
      'features/shop.npy',
    ]);
  });

  it('keeps leading zeros, and orders ids by their bytes', async () => {
    const workspace = temporaryFolder();
    const ids = ['é', 'z', '10', '010', 'B', 'a', '9'];
    const npy = writeNpyFeatures(
      temporaryFolder(),
      ids.map((id, i) => [id, [i]]),
    );
    const ratings = csv(ids.map((id) => `${id},${id},,\n`).join(''));
    await run(shopInput({ ratings, features: npy, rules: anyCount }), workspace);
    const sorted = ['010', '10', '9', 'B', 'a', 'z', 'é'];
    await withCatalog(workspace, 'read', async (catalog) => {
      expect(await productIds(catalog, 'shop')).to.deep.equal(sorted);
      expect(await userIds(catalog, 'shop')).to.deep.equal(sorted);
    });
    expect(await storedFeatures(workspace, 'features/shop.npy')).to.deep.equal(
      sorted.map((id) => [ids.indexOf(id)]),
    );
  });

  it('reads absent ratings, and times in seconds, milliseconds and words', async () => {
    const workspace = temporaryFolder();
    const ratings = csv(
      'u,p0,,\nu,p1,"",1400000000\nu,p2,2.5,1400000000123\nu,p3,-1,2014-05-13 16:53:20\n' +
        'u,p4,1e1,2014-05-13T18:53:20+02:00\nu,p5,4,1400000000.5\n',
    );
    await run(shopInput({ ratings }), workspace);
    expect((await storedRatings(workspace)).map((row) => row.slice(2))).to.deep.equal([
      [null, null],
      [null, '2014-05-13T16:53:20.000Z'],
      [2.5, '2014-05-13T16:53:20.123Z'],
      [-1, '2014-05-13T16:53:20.000Z'],
      [10, '2014-05-13T16:53:20.000Z'],
      [4, '2014-05-13T16:53:20.500Z'],
    ]);
  });

  it('keeps the latest of repeated ratings, of equally late ones the last', async () => {
    const workspace = temporaryFolder();
    const ratings = csv(
      'u,p0,1,300\nu,p0,2,100\nu,p1,1,100\nu,p1,2,100\nu,p2,1,\nu,p2,2,1\nu,p2,3,\nu,p3,1,\nu,p3,2,\n',
    );
    const { report } = await run(shopInput({ ratings, rules: anyCount }), workspace);
    expect(report.ratings).to.include({ read: 9, duplicates: 5, kept: 4 });
    expect(
      (await storedRatings(workspace)).map(([, product, rating]) => [product, rating]),
    ).to.deep.equal([
      ['p0', 1],
      ['p1', 2],
      ['p2', 2],
      ['p3', 2],
    ]);
  });

  it('drops products without feature before it counts the products of a user', async () => {
    const workspace = temporaryFolder();
    const ratings = csv(
      `${gridRatings(1, 5)}few,p0,1,1\nfew,p1,1,1\nfew,p2,1,1\nfew,p3,1,1\nfew,x1,1,1\nfew,x0,1,1\n`,
    );
    const { report } = await run(shopInput({ ratings }), workspace);
    expect(report.ratings).to.deep.equal({
      read: 11,
      outsideCategory: 0,
      duplicates: 0,
      withoutFeature: 2,
      ofDroppedUsers: 4,
      kept: 5,
    });
    expect(report.users).to.deep.equal({ read: 2, outsideCategory: 0, belowMinimum: 1, kept: 1 });
    expect(report.products).to.deep.equal({
      outsideCategory: 0,
      withoutFeature: 2,
      withoutFeatureIds: ['x0', 'x1'],
      unrated: 1,
      kept: 5,
    });
  });

  it('fails for products without feature when they are required, also on unchanged input', async () => {
    const workspace = temporaryFolder();
    const input = shopInput({ ratings: csv(`${gridRatings(1, 5)}u0,x,1,1\n`) });
    await run(input, workspace);
    const strict = { ...input, rules: { ...input.rules, requireFeatures: true } };
    expect((await rejection(run(strict, workspace), InputDataError)).message).to.include(': x');
    expect((await rejection(run(strict, temporaryFolder()), InputDataError)).message).to.include(
      ': x',
    );
  });

  it('keeps products that nobody rated when asked to', async () => {
    const workspace = temporaryFolder();
    const { dataset } = await run(
      shopInput({
        ratings: csv(gridRatings(2, 5)),
        rules: { minProducts: 5, keepUnrated: true, requireFeatures: false },
      }),
      workspace,
    );
    expect(dataset.numProducts).to.equal(6);
    const counts = await withCatalog(workspace, 'read', (catalog) =>
      catalog.rows<{ n: number }>('SELECT num_ratings AS n FROM products ORDER BY product_index'),
    );
    expect(counts.map(({ n }) => n)).to.deep.equal([2, 2, 2, 2, 2, 0]);
  });

  it('says which rule left nothing', async () => {
    const few = shopInput({ ratings: csv(gridRatings(4, 4)) });
    expect((await rejection(run(few, temporaryFolder()), InputDataError)).message).to.include(
      'no user has 5 or more products',
    );
  });

  it('counts repeated and zero features', async () => {
    const workspace = temporaryFolder();
    const vectors = [...plainVectors(6)];
    vectors[0] = ['p0', [0, 0, 0]];
    const path = writeInput(
      temporaryFolder(),
      'f.b',
      imageFeatureBytes([...vectors, vectors[3]!], '\0'),
    );
    const { report } = await run(shopInput({ features: { path } }), workspace);
    expect(report.features).to.deep.equal({
      read: 7,
      dim: 3,
      duplicates: 1,
      allZero: 1,
      zeroShare: 3 / 18,
    });
  });

  it('makes the same data set of every format', async () => {
    const folder = temporaryFolder();
    const vectors = plainVectors(6, 4);
    const text = gridRatings(3, 6);
    const rows = text
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    const columns = { user: 'who, whom', product: 'it"em', rating: 'stars', timestamp: 'time' };
    const header = '"who, whom","it""em",stars,extra,time';
    const parquet = join(folder, 'r.parquet');
    const features = join(folder, 'f.parquet');
    const database = await Database.open(':memory:');
    const raw = writeInput(folder, 'raw.csv', text);
    await database.run(`COPY (SELECT column0 AS "who, whom", column1 AS "it""em", column2 AS stars,
      to_timestamp(column3) AS time FROM read_csv('${raw}', header = false)) TO '${parquet}'`);
    const values = vectors.map(([id, vector]) => `('${id}', [${vector.join(', ')}]::DOUBLE[4])`);
    await database.run(`COPY (FROM (VALUES ${values.join()}) t(id, f)) TO '${features}'`);
    database.close();
    const objects = rows.map(([reviewerID, asin, overall, unixReviewTime]) =>
      JSON.stringify({
        reviewerID,
        asin,
        overall,
        unixReviewTime,
        helpful: [0, 1],
        reviewText: 'a "b", c',
      }),
    );
    const table = { format: 'table', columns } as const;
    const ratings: IngestInput['ratings'][] = [
      { path: raw, format: 'amazon-2014' },
      { path: writeInput(folder, 'raw.csv.gz', gzipSync(text)), format: 'amazon-2014' },
      { path: writeInput(folder, 'r.json', objects.join('\n\n')), format: 'amazon-2014-reviews' },
      {
        path: writeInput(folder, 'r.json.gz', gzipSync(`\ufeff${objects.join('\r\n')}`)),
        format: 'amazon-2014-reviews',
      },
      {
        ...table,
        path: writeInput(
          folder,
          't.csv',
          `\ufeff${[header, ...rows.map(([u, p, r, t]) => `"${u}",${p},${r},,${t}`)].join('\r\n')}`,
        ),
      },
      {
        ...table,
        path: writeInput(
          folder,
          't.tsv',
          [
            header
              .replaceAll(',s', '\ts')
              .replaceAll('",', '"\t')
              .replaceAll(',e', '\te')
              .replaceAll(',t', '\tt'),
            ...rows.map(([u, p, r, t]) => [u, p, r, '', t].join('\t')),
          ].join('\n'),
        ),
      },
      { ...table, path: parquet },
      {
        path: writeInput(folder, 'r.data', objects.join('\n')),
        format: 'table',
        fileType: 'jsonl',
        columns: {
          user: 'reviewerID',
          product: 'asin',
          rating: 'overall',
          timestamp: 'unixReviewTime',
        },
      },
    ];
    const npy = writeNpyFeatures(folder, [...vectors].reverse());
    const sources: IngestInput['features'][] = [
      npy,
      { path: writeInput(folder, 'f.b', imageFeatureBytes(vectors)) },
      { path: writeInput(folder, 'f.bin', imageFeatureBytes(vectors)), format: 'b', dim: 4 },
      { path: features, columns: { id: 'id', feature: 'f' } },
    ];
    const expected = rows.map(([user, product, rating, time]) => [
      user,
      product,
      Number(rating),
      new Date(1000 * Number(time)).toISOString(),
    ]);
    for (const [index, source] of ratings.entries()) {
      const workspace = temporaryFolder();
      const input = shopInput({ ratings: source, features: sources[index % sources.length]! });
      const { dataset } = await run(input, workspace);
      expect(await storedRatings(workspace), source.path).to.deep.equal(expected);
      expect(
        await storedFeatures(workspace, dataset.featuresFile),
        input.features.path,
      ).to.deep.equal(vectors.map(([, vector]) => Array.from(Float32Array.from(vector))));
    }
  });

  it('copies every bit of every vector, whatever the order of the file', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.float({ noNaN: true, noDefaultInfinity: true })),
        fc.infiniteStream(fc.nat()),
        async (count, dim, floats, order) => {
          const vectors = Array.from({ length: count }, (_, i): [string, number[]] => [
            `p${String(i).padStart(3, '0')}`,
            Array.from({ length: dim }, () => floats.next().value as number),
          ]);
          const keyed = vectors.map((entry) => ({ entry, key: order.next().value as number }));
          const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ entry }) => entry);
          const workspace = temporaryFolder();
          const input = shopInput({
            ratings: csv(vectors.map(([id]) => `u,${id},1,1\n`).join('')),
            features: {
              path: writeInput(temporaryFolder(), 'f.b', imageFeatureBytes(shuffled)),
              dim,
            },
            rules: anyCount,
          });
          await run(input, workspace);
          expect(await storedFeatures(workspace, 'features/shop.npy')).to.deep.equal(
            vectors.map(([, vector]) => vector),
          );
        },
      ),
      { numRuns: 12 },
    )).timeout(60_000);
});

describe('ingest again', () => {
  it('does nothing for the same content, wherever the files are', async () => {
    const workspace = temporaryFolder();
    const first = await run(shopInput(), workspace);
    const before = readFileSync(join(workspace, 'catalog.duckdb'));
    const second = await run(shopInput(), workspace);
    expect(second.unchanged).to.equal(true);
    expect(second.report).to.deep.equal(first.report);
    expect(readFileSync(join(workspace, 'catalog.duckdb')).equals(before)).to.equal(true);
  });

  it('stores features on another disk when the folder is a link to one', async function () {
    const disk = SmallDisk.mount(1 << 20);
    if (disk === undefined) return this.skip();
    try {
      const workspace = temporaryFolder();
      symlinkSync(disk.folder, join(workspace, 'features'));
      const { dataset } = await run(shopInput(), workspace);
      expect(await storedFeatures(workspace, dataset.featuresFile)).to.have.length(6);
      expect(listing(disk.folder)).to.deep.equal([join(disk.folder, 'shop.npy')]);
      const bad = shopInput({ ratings: csv('u,p,no number,1\n'), replace: true });
      await rejection(run(bad, workspace), InputDataError);
      expect(listing(disk.folder)).to.deep.equal([join(disk.folder, 'shop.npy')]);
    } finally {
      disk.unmount();
    }
  });

  it('mends a features file that is gone', async () => {
    const workspace = temporaryFolder();
    await run(shopInput(), workspace);
    const { rm } = await import('node:fs/promises');
    await rm(join(workspace, 'features', 'shop.npy'));
    const { dataset } = await run(shopInput(), workspace);
    expect(existsSync(join(workspace, dataset.featuresFile))).to.equal(true);
  });

  it('refuses other content under the same name unless it is to replace', async () => {
    const workspace = temporaryFolder();
    await run(shopInput(), workspace);
    const other = shopInput({ ratings: csv(gridRatings(2, 6)) });
    const error = await rejection(run(other, workspace), UsageError);
    expect(error.suggestions.join()).to.include('--replace');
    const options = shopInput({ rules: { ...other.rules, minProducts: 4 } });
    await rejection(run(options, workspace), UsageError);
  });

  it('replaces data set, features and splits together', async () => {
    const workspace = temporaryFolder();
    await run(shopInput(), workspace);
    await splitDataset(
      {
        dataset: 'shop',
        split: 'default',
        seed: 1,
        coldShare: 0,
        validationShare: 0,
        testedMinProducts: 5,
        replace: false,
      },
      workspace,
    );
    for (const users of [2, 4, 5]) {
      const other = shopInput({ ratings: csv(gridRatings(users, 6)), replace: true });
      const { dataset } = await run(other, workspace);
      expect(dataset.numUsers).to.equal(users);
      expect(
        readdirSync(join(workspace, 'features')).map((name) => `features/${name}`),
      ).to.deep.equal([dataset.featuresFile]);
    }
    await withCatalog(workspace, 'read', async (catalog) => {
      expect(await listSplits(catalog, 'shop')).to.deep.equal([]);
      expect(await catalog.rows("SELECT 1 FROM ratings WHERE dataset = 'shop'")).to.have.length(30);
    });
  });

  it('leaves the old data set as it was when the new one fails', async () => {
    const workspace = temporaryFolder();
    await run(shopInput(), workspace);
    const before = listing(workspace);
    const features = {
      path: writeInput(temporaryFolder(), 'f.b', imageFeatureBytes([['p0', [NaN]]])),
    };
    const bad = shopInput({ features, replace: true, rules: anyCount });
    await rejection(run(bad, workspace), InputDataError);
    expect(listing(workspace)).to.deep.equal(before);
    expect(await storedRatings(workspace)).to.have.length(18);
  });

  it('stores one of two that run at once, and its own features with it', async () => {
    const workspace = temporaryFolder();
    const inputs = [
      shopInput(),
      shopInput({ features: writeNpyFeatures(temporaryFolder(), twos) }),
    ];
    const results = await Promise.allSettled(inputs.map((input) => run(input, workspace)));
    const stored = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value.dataset] : []));
    const failed = results.flatMap((r) => (r.status === 'rejected' ? [r.reason as unknown] : []));
    expect(stored).to.have.length(1);
    expect(failed[0])
      .to.be.instanceOf(MissingArtifactError)
      .with.property('code', 'DATASET_CHANGED');
    expect(await withCatalog(workspace, 'read', (c) => readDataset(c, 'shop'))).to.deep.equal(
      stored[0],
    );
    const file = join(workspace, stored[0]!.featuresFile);
    expect((await digestInput(file)).sha256).to.equal(stored[0]!.featuresSha256);
  });

  it('accepts that another stored the same meanwhile', async () => {
    const workspace = temporaryFolder();
    const results = await Promise.all([run(shopInput(), workspace), run(shopInput(), workspace)]);
    expect(results.map((result) => result.unchanged).sort()).to.deep.equal([false, true]);
    expect(results[0].dataset).to.deep.equal(results[1].dataset);
  });

  it('fails without harm to what another stored meanwhile', async () => {
    const workspace = temporaryFolder();
    const nan = writeInput(temporaryFolder(), 'f.b', imageFeatureBytes([['p0', [NaN]]]));
    const bad = shopInput({ features: { path: nan }, rules: anyCount });
    let meanwhile: Promise<unknown> | undefined;
    const progress = {
      ...silentProgress,
      bar: (...args: Parameters<typeof silentProgress.bar>) => {
        meanwhile ??= run(shopInput(), workspace);
        return silentProgress.bar(...args);
      },
    };
    await rejection(ingest(bad, { workspace, progress }), InputDataError);
    await meanwhile;
    expect(existsSync(join(workspace, 'features', 'shop.npy'))).to.equal(true);
  });

  it('stops when it is cancelled and leaves nothing', async () => {
    const workspace = temporaryFolder();
    const controller = new AbortController();
    const progress = {
      ...silentProgress,
      log: () => controller.abort(new RunCancelledError('Stop.')),
    };
    const attempt = ingest(shopInput(), { workspace, progress, signal: controller.signal });
    await rejection(attempt, RunCancelledError);
    expect(listing(workspace)).to.deep.equal([]);
  });

  it('survives being killed at any moment', async () => {
    const workspace = temporaryFolder();
    const input = shopInput({
      ratings: csv(gridRatings(3000, 30)),
      features: {
        path: writeInput(temporaryFolder(), 'f.b', imageFeatureBytes(plainVectors(30))),
        dim: 3,
      },
    });
    const script = `
      const { ingest } = await import(${JSON.stringify(new URL('../../src/datasets/ingest/ingest.ts', import.meta.url).href)});
      const { silentProgress } = await import(${JSON.stringify(new URL('../../src/progress/progress.ts', import.meta.url).href)});
      process.stdout.write('start');
      await ingest(${JSON.stringify(input)}, { workspace: ${JSON.stringify(workspace)}, progress: silentProgress });`;
    for (const delayMs of [20, 120, 250]) {
      const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await sleep(delayMs);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const { dataset } = await run(input, workspace);
    expect(dataset).to.include({ numUsers: 3000, numProducts: 30, numRatings: 90_000 });
    expect(listing(workspace).map((path) => path.slice(workspace.length + 1))).to.deep.equal([
      'catalog.duckdb',
      'features',
      'features/shop.npy',
    ]);
  }).timeout(60_000);
});
