import { expect } from 'chai';
import { PRESETS } from '../../../src/config/presets.js';
import { MissingArtifactError } from '../../../src/errors.js';
import { loadWorkspaceData } from '../../../src/experiments/runs/workspace-data.js';
import { resumeRun } from '../../../src/experiments/train/train-run.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { RunDirectory, type RunRequest } from '../../../src/run-directory.js';
import { departmentWorkspace } from '../../support/department-workspace.js';
import { rejection } from '../../support/rejection.js';

describe('a run that was interrupted', () => {
  let workspace: string;
  let request: RunRequest;

  before(async () => {
    workspace = await departmentWorkspace();
    const { dataset, split } = await loadWorkspaceData(workspace, 'shop', 'default');
    request = {
      ...{ runId: 'interrupted', dataset: 'shop', split: 'default', preset: 'default', seed: 1 },
      ...{ model: 'bpr', hyperparameters: PRESETS.bpr.default },
      inputs: { featuresSha256: dataset.featuresSha256, splitHash: split.inputHash },
      ...{ startedAt: '2026-01-01T00:00:00.000Z', trainingVersion: 2 },
    };
  });

  const resume = () =>
    resumeRun(request.runId, {
      ...{ workspace, threads: 1, progress: silentProgress },
      signal: new AbortController().signal,
      trainer: { device: 'cpu', python: '/no/python', cacheFolder: workspace },
    });

  it('is not gone on with when its model is trained otherwise by now', async () => {
    const { trainingVersion: _, ...first } = request;
    await new RunDirectory(workspace, request.runId).create(first);
    const error = await rejection(resume(), MissingArtifactError);
    expect(error.message).to.include('interrupted').and.include('BPR-MF');
  });
});
