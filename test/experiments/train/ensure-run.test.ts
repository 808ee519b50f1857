import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { withCatalog } from '../../../src/catalog/connection.js';
import { insertRun, type RunRecord } from '../../../src/catalog/runs.js';
import { PRESETS } from '../../../src/config/presets.js';
import { SetupError } from '../../../src/errors.js';
import { chooseRun, ensureRun, type KnownRun } from '../../../src/experiments/train/ensure-run.js';
import { requestHash } from '../../../src/experiments/runs/request-hash.js';
import type { NewRun } from '../../../src/experiments/train/train-run.js';
import { loadWorkspaceData } from '../../../src/experiments/runs/workspace-data.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { departmentWorkspace } from '../../support/department-workspace.js';
import { rejection } from '../../support/rejection.js';

const run = (
  runId: string,
  status: KnownRun['status'],
  folder: KnownRun['folder'] = status === 'completed' ? 'manifest' : 'request',
  device: KnownRun['device'] = 'cpu',
): KnownRun => ({ runId, status, folder, device, startedAt: '2026-01-01T00:00:00.000Z' });

const choose = (runs: KnownRun[]) => chooseRun(runs, 'auto');

describe('the run to use for a request', () => {
  it('is a new one when there is none', () => {
    expect(choose([])).to.deep.equal({ origin: 'trained' });
  });

  it('is the first that is complete', () => {
    const runs = [run('a', 'failed'), run('b', 'completed'), run('c', 'completed')];
    expect(choose(runs)).to.deep.equal({ origin: 'reused', runId: 'b' });
  });

  for (const status of ['running', 'cancelled', 'failed'] as const) {
    it(`goes on with the youngest interrupted one (${status})`, () => {
      const runs = [run('a', 'running'), run('b', status)];
      expect(choose(runs)).to.deep.equal({ origin: 'resumed', runId: 'b' });
    });
  }

  it('is recorded by a resume when it was killed between its manifest and the catalog', () => {
    const runs = [run('a', 'running', 'manifest'), run('b', 'running')];
    expect(choose(runs)).to.deep.equal({ origin: 'resumed', runId: 'a' });
  });

  it('is not one whose folder was deleted', () => {
    const runs = [run('a', 'completed', 'none'), run('b', 'failed', 'none')];
    expect(choose(runs)).to.deep.equal({ origin: 'trained' });
  });

  it('is one of the device that is asked for', () => {
    const runs = [
      run('a', 'completed', 'manifest', 'cuda'),
      run('b', 'completed', 'manifest', 'cpu'),
    ];
    expect(chooseRun(runs, 'auto')).to.deep.equal({ origin: 'reused', runId: 'a' });
    expect(chooseRun(runs, 'cuda')).to.deep.equal({ origin: 'reused', runId: 'a' });
    expect(chooseRun(runs, 'cpu')).to.deep.equal({ origin: 'reused', runId: 'b' });
    expect(chooseRun(runs.slice(0, 1), 'cpu')).to.deep.equal({ origin: 'trained' });
  });

  it('goes on with none of another device, but with one that never had any', () => {
    const cuda = run('a', 'running', 'request', 'cuda');
    const none = { ...run('b', 'running'), device: undefined };
    expect(chooseRun([none, cuda], 'cpu')).to.deep.equal({ origin: 'resumed', runId: 'b' });
    expect(chooseRun([cuda], 'cpu')).to.deep.equal({ origin: 'trained' });
  });

  it('is not one that lost its manifest, though the catalog calls it complete', () => {
    expect(choose([run('a', 'completed', 'request')])).to.deep.equal({ origin: 'trained' });
  });
});

describe('a request', function () {
  it('leaves neither row nor folder when no trainer starts, and forgets an old row without a folder', async () => {
    const workspace = await departmentWorkspace();
    const newRun: NewRun = {
      ...{ dataset: 'shop', split: 'default', model: 'ibr', preset: 'default', seed: 1 },
      hyperparameters: PRESETS.ibr.default,
    };
    const { dataset, split } = await loadWorkspaceData(workspace, 'shop', 'default');
    const { featuresSha256 } = dataset;
    const inputs = { featuresSha256, splitHash: split.inputHash };
    const rowOf = (runId: string, startedAt: string): RunRecord => ({
      ...{ runId, dataset: 'shop', split: 'default', model: 'ibr', preset: 'default', seed: 1 },
      ...{ status: 'running', config: {}, versions: {}, startedAt },
      requestHash: requestHash({ ...newRun, inputs }),
    });
    await withCatalog(workspace, 'write', async (catalog) => {
      await insertRun(catalog, rowOf('killed', '2026-01-01T00:00:00.000Z'));
      await insertRun(catalog, rowOf('starting', new Date().toISOString()));
    });
    const trainer = { device: 'cpu' as const, python: '/no/python', cacheFolder: workspace };
    const { signal } = new AbortController();
    const options = { workspace, trainer, threads: 1, progress: silentProgress, signal };
    await rejection(ensureRun(newRun, options), SetupError);
    const left = await withCatalog(workspace, 'read', (catalog) =>
      catalog.rows('SELECT run_id FROM runs'),
    );
    expect(left).to.deep.equal([{ run_id: 'starting' }]);
    expect(existsSync(join(workspace, 'runs'))).to.equal(false);
  });
});
