import { expect } from 'chai';
import { withCatalog } from '../../../src/catalog/connection.js';
import { insertRun, type RunRecord } from '../../../src/catalog/runs.js';
import { ingest } from '../../../src/datasets/ingest/ingest.js';
import { splitDataset } from '../../../src/datasets/split-dataset.js';
import { MissingArtifactError, UsageError } from '../../../src/errors.js';
import { chooseRuns, type RunsChoice } from '../../../src/experiments/runs/choose-runs.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { rejection } from '../../support/rejection.js';
import { shopInput } from '../../support/small-shop.js';
import { temporaryFolder } from '../../support/workspace.js';

/** Completed in this order, but for the last one. */
const RUNS: readonly Partial<RunRecord>[] = [
  { runId: 'vasg-old', model: 'vasg' },
  { runId: 'bpr', model: 'bpr' },
  { runId: 'vasg-new', model: 'vasg' },
  { runId: 'vasg-paper', model: 'vasg', preset: 'paper' },
  { runId: 'other', model: 'ibr', split: 'other' },
  { runId: 'vasg-killed', model: 'vasg', status: 'running' },
];

describe('chooseRuns', () => {
  const workspace = temporaryFolder();
  const choose = (choice: RunsChoice) => chooseRuns(workspace, choice);
  const on = { dataset: 'shop', split: 'default' };

  before(async () => {
    await ingest(shopInput(), { workspace, progress: silentProgress });
    for (const [seed, split] of ['default', 'other', 'empty'].entries()) {
      const how = { seed, coldShare: 0, validationShare: 0, testedMinProducts: 5, replace: false };
      await splitDataset({ dataset: 'shop', split, ...how }, workspace);
    }
    await withCatalog(workspace, 'write', async (catalog) => {
      for (const [hour, run] of RUNS.entries()) {
        const completedAt = `2026-01-01T0${hour}:00:00.000Z`;
        await insertRun(catalog, {
          ...{ runId: '', model: 'vasg', preset: 'default', ...on, seed: 1, requestHash: 'hash' },
          ...{ status: 'completed', config: {}, versions: {}, completedAt },
          startedAt: '2026-01-01T00:00:00.000Z',
          ...run,
        });
      }
    });
  });

  it('takes the latest completed one of each model and preset on a split', async () => {
    expect(await choose({ runs: 'latest-of-each', dataset: 'shop' })).to.deep.equal({
      ...on,
      runIds: ['bpr', 'vasg-new', 'vasg-paper'],
      labels: new Map([
        ['bpr', 'default'],
        ['vasg-new', 'default'],
        ['vasg-paper', 'paper'],
      ]),
    });
    expect(
      await choose({ runs: 'latest-of-each', dataset: 'shop', split: 'other' }),
    ).to.deep.include({ dataset: 'shop', split: 'other', runIds: ['other'] });
  });

  it('takes runs by id, and the latest', async () => {
    expect(await choose({ runs: ['bpr', 'vasg-old'] })).to.deep.include({
      ...on,
      runIds: ['bpr', 'vasg-old'],
    });
    expect((await choose({ runs: ['latest'] })).runIds).to.deep.equal(['other']);
    expect((await choose({ runs: ['latest'], split: 'default' })).runIds).to.deep.equal([
      'vasg-paper',
    ]);
  });

  it('refuses runs of different splits, or of another than was named', async () => {
    for (const choice of [{ runs: ['bpr', 'other'] }, { runs: ['bpr'], split: 'other' }]) {
      const error = await rejection(choose(choice), UsageError);
      expect(error.code).to.equal('RUN_OF_OTHER_SPLIT');
    }
  });

  it('says what is missing', async () => {
    await rejection(choose({ runs: 'latest-of-each' }), UsageError);
    await rejection(choose({ runs: ['nobody'] }), MissingArtifactError);
    const none = choose({ runs: 'latest-of-each', dataset: 'shop', split: 'empty' });
    expect((await rejection(none, MissingArtifactError)).code).to.equal('RUN_MISSING');
    const unknown = choose({ runs: 'latest-of-each', dataset: 'shop', split: 'nowhere' });
    expect((await rejection(unknown, MissingArtifactError)).code).to.equal('SPLIT_MISSING');
  });
});
