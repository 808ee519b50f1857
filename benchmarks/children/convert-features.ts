/**
 * Converts a `.b` file to `.npy` as ingest does once it knows the products. Started as a process of its own, so that
 * its memory can be told.
 *
 *   convert-features.ts FEATURES.b FEATURES.npy
 */
import { rmSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Database } from '../../src/catalog/database.js';
import { stageFeatureIds } from '../../src/datasets/ingest/stage-features.js';
import { saveFeatures } from '../../src/datasets/ingest/write-features.js';
import { silentProgress } from '../../src/progress/progress.js';
import { openFeatures } from '../../src/sources/features.js';
import { createNpyWriter } from '../../src/sources/npy.js';
import { reportTransfer } from './report-transfer.js';

const [source = '', target = ''] = process.argv.slice(2);
const database = await Database.open(':memory:');
const features = await openFeatures(database, { path: source, format: 'b', dim: 4096 });
await stageFeatureIds(database, features);
await database.run(
  'CREATE TABLE kept_products AS SELECT position AS product_index, product_id FROM feature_rows',
);
// As the copy does with its own: taking the old file's pages away is no part of either.
rmSync(target, { force: true });
const begin = performance.now();
const writer = await createNpyWriter(target, { rows: features.rows, dim: features.dim });
await saveFeatures(database, features, writer, { progress: silentProgress });
reportTransfer(features.rows * features.dim * 4, begin);
await features.close();
database.close();
