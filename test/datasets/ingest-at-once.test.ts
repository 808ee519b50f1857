import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { withCatalog } from '../../src/catalog/connection.js';
import { readDataset } from '../../src/catalog/datasets.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { InputDataError, MissingArtifactError, RunCancelledError } from '../../src/errors.js';
import { silentProgress } from '../../src/progress/progress.js';
import { digestInput } from '../../src/sources/input-digest.js';
import {
  imageFeatureBytes,
  plainVectors,
  writeInput,
  writeNpyFeatures,
} from '../support/feature-files.js';
import { anyCount, ingestInto, ratingsCsv } from '../support/ingested.js';
import { rejection } from '../support/rejection.js';
import { gridRatings, listing, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

const twos = Array.from({ length: 6 }, (_, i): [string, number[]] => [`p${i}`, [2, 2, i]]);

describe('ingest beside others', () => {
  it('stores one of two that run at once, and its own features with it', async () => {
    const workspace = temporaryFolder();
    const inputs = [
      shopInput(),
      shopInput({ features: writeNpyFeatures(temporaryFolder(), twos) }),
    ];
    const results = await Promise.allSettled(inputs.map((input) => ingestInto(input, workspace)));
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
    const results = await Promise.all([
      ingestInto(shopInput(), workspace),
      ingestInto(shopInput(), workspace),
    ]);
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
        meanwhile ??= ingestInto(shopInput(), workspace);
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
      ratings: ratingsCsv(gridRatings(3000, 30)),
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
    const { dataset } = await ingestInto(input, workspace);
    expect(dataset).to.include({ numUsers: 3000, numProducts: 30, numRatings: 90_000 });
    expect(listing(workspace).map((path) => path.slice(workspace.length + 1))).to.deep.equal([
      'catalog.duckdb',
      'features',
      'features/shop.npy',
    ]);
  }).timeout(60_000);
});
