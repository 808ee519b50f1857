import { join } from 'node:path';
import { expect } from 'chai';
import { withCatalog } from '../../../src/catalog/connection.js';
import { storeImages } from '../../../src/catalog/images.js';
import { ingest } from '../../../src/datasets/ingest/ingest.js';
import { Bench } from '../../../src/experiments/reproduce/bench.js';
import { figure2a, figure2aStep } from '../../../src/experiments/reproduce/figure-2a.js';
import { figure3, figure3Step } from '../../../src/experiments/reproduce/figure-3.js';
import { QUICK } from '../../../src/experiments/reproduce/sizes.js';
import type { Trial } from '../../../src/experiments/reproduce/trial.js';
import { StepLog } from '../../../src/experiments/steps/step-log.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { foundStep } from '../../support/found-step.js';
import { shopInput } from '../../support/small-shop.js';
import { temporaryFolder } from '../../support/workspace.js';

const trial: Trial = {
  shop: { dataset: 'shop', category: null, cut: null, synthetic: false, numProducts: 9 },
  ...{ seed: 1, split: 'seed-1' },
  inputs: { featuresSha256: 'f', splitHash: 's' },
};

describe('the photos of a reproduction', () => {
  const workspace = temporaryFolder();
  let bench: Bench;

  before(async () => {
    await ingest(shopInput(), { workspace, progress: silentProgress });
    const experiment = 'reproduction';
    const log = await StepLog.open({ workspace, experiment, kind: experiment, request: {} });
    bench = new Bench({
      ...{ log, sizes: QUICK, overrides: {} },
      options: {
        ...{ workspace, threads: 1, progress: silentProgress },
        signal: new AbortController().signal,
        trainer: { device: 'cpu', cacheFolder: '' },
      },
    });
    const point = { productId: 'p1', userId: null, x: 1, y: 2 };
    const value = { method: 'pca' as const, explainedVariance: null, points: [point] };
    await log.perform(foundStep(figure2aStep(bench, trial), { runId: 'r', value }));
    const example = { query: 'p1', firstUser: ['p2'], secondUser: ['p1'], answers: ['p0'] };
    await log.perform(foundStep(figure3Step(bench, trial), { runId: 'r', value: [example] }));
  });

  it('are missing while the data set has none', async () => {
    expect((await figure2a(bench, trial)).points).to.deep.equal([
      { productId: 'p1', userId: null, x: 1, y: 2, image: null },
    ]);
  });

  it('are there although they were given when everything had been measured', async () => {
    const files = ['0.jpg', '1.jpg', null, null, null, null];
    await withCatalog(workspace, 'write', (catalog) =>
      storeImages(catalog, 'shop', { folder: '/photos', files }),
    );
    const [first, second] = files.map((file) => file && join('/photos', file));
    expect((await figure2a(bench, trial)).points.map(({ image }) => image)).to.deep.equal([second]);
    expect(await figure3(bench, trial)).to.deep.equal([
      {
        query: { productId: 'p1', image: second },
        firstUser: [{ productId: 'p2', image: null }],
        secondUser: [{ productId: 'p1', image: second }],
        answers: [{ productId: 'p0', image: first }],
      },
    ]);
  });
});
