import { expect } from 'chai';
import { withCatalog } from '../../../src/catalog/connection.js';
import { readRun } from '../../../src/catalog/runs.js';
import { PRESETS } from '../../../src/config/presets.js';
import { MissingArtifactError, UsageError, VasgError } from '../../../src/errors.js';
import { TRAINING_VERSIONS } from '../../../src/experiments/runs/request-hash.js';
import { loadWorkspaceData } from '../../../src/experiments/runs/workspace-data.js';
import { ensureRun } from '../../../src/experiments/train/ensure-run.js';
import { recordStart } from '../../../src/experiments/train/record-run.js';
import { resumeRun, trainRun } from '../../../src/experiments/train/train-run.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { RunDirectory, type RunRequest } from '../../../src/run-directory.js';
import { departmentWorkspace } from '../../support/department-workspace.js';
import { failure, INFO, startFakeTrainer, type FakeTrainer } from '../../support/fake-trainer.js';
import { rejection } from '../../support/rejection.js';

describe('a run that was interrupted', () => {
  let workspace: string;
  let request: RunRequest;
  /** With a CPU. */
  let trainer: FakeTrainer;

  before(async () => {
    trainer = await startFakeTrainer({ createSessionFailure: failure(3, 'no more of this') });
    workspace = await departmentWorkspace();
    const { dataset, split } = await loadWorkspaceData(workspace, 'shop', 'default');
    request = {
      ...{ runId: 'interrupted', dataset: 'shop', split: 'default', preset: 'default', seed: 1 },
      ...{ model: 'bpr', hyperparameters: PRESETS.bpr.default },
      inputs: { featuresSha256: dataset.featuresSha256, splitHash: split.inputHash },
      ...{ startedAt: '2026-01-01T00:00:00.000Z', trainingVersion: TRAINING_VERSIONS.bpr },
    };
  });

  after(() => trainer.stop());

  const options = () => ({
    ...{ workspace, threads: 1, progress: silentProgress },
    signal: new AbortController().signal,
    trainer: { address: trainer.address, device: 'auto' as const, cacheFolder: workspace },
  });

  it('is not gone on with when its model is trained otherwise by now', async () => {
    const first = { ...request };
    delete first.trainingVersion;
    await new RunDirectory(workspace, request.runId).create(first);
    const error = await rejection(resumeRun(request.runId, options()), MissingArtifactError);
    expect(error.message).to.include('interrupted').and.include('BPR-MF');
  });

  it('is not gone on with on another kind of device', async () => {
    await new RunDirectory(workspace, request.runId).create(request);
    await recordStart(options(), request, { ...INFO, device: 'cuda', cudaVersion: '12.6' });
    const error = await rejection(resumeRun(request.runId, options()), UsageError);
    expect(error.code).to.equal('OTHER_DEVICE');
    expect(error.message).to.include('interrupted').and.include('CUDA');
    expect(error.suggestions.join()).to.include('--device cuda');
    const { versions } = await withCatalog(workspace, 'read', (catalog) =>
      readRun(catalog, request.runId),
    );
    expect(versions).to.include({ cuda: '12.6' });
  });

  it('is left alone by whoever wants such a run and has another device', async () => {
    // The trainer refuses the new run's session.
    await ensureRun(request, options()).catch(() => undefined);
    const runs = await withCatalog(workspace, 'read', (catalog) =>
      catalog.rows<{ run_id: string; cuda: boolean }>(
        "SELECT run_id, versions->>'cuda' IS NOT NULL AS cuda FROM runs ORDER BY cuda",
      ),
    );
    expect(runs.map(({ cuda }) => cuda)).to.deep.equal([false, true]);
  });

  it('is only said to be worth going on with where the data are not to blame', async () => {
    const refusals: [number, string, RegExp][] = [
      [3, 'FEATURES_ZERO', /^Check the features .* with --replace\.$/],
      [3, 'EPOCHS_WRONG', /^$/],
      [10, 'TRAINING_DIVERGED', /--resume/],
    ];
    for (const [code, reason, advice] of refusals) {
      const createSessionFailure = failure(code, 'no more of this', reason);
      const refusing = await startFakeTrainer({ createSessionFailure });
      const choice = { ...options().trainer, address: refusing.address };
      const attempt = trainRun({ ...request }, { ...options(), trainer: choice });
      const error = await rejection(attempt, VasgError as never);
      refusing.stop();
      expect((error as VasgError).code).to.equal(reason);
      expect((error as VasgError).suggestions.join(' ')).to.match(advice);
    }
  });
});
