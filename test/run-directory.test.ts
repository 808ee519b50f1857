import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { PRESETS } from '../src/config/presets.js';
import { MissingArtifactError, UsageError } from '../src/errors.js';
import { RunDirectory, newRunId, type RunManifest, type RunRequest } from '../src/run-directory.js';
import { rejection } from './support/rejection.js';
import { temporaryFolder } from './support/workspace.js';

describe('run directory', () => {
  const workspace = temporaryFolder();
  const request: RunRequest = {
    runId: '20261121t021503-abc123',
    dataset: 'shop',
    split: 'default',
    preset: 'paper',
    seed: 7,
    model: 'vasg',
    hyperparameters: PRESETS.vasg.paper,
    inputs: { featuresSha256: 'f', splitHash: 's' },
    startedAt: '2026-11-21T02:15:03.000Z',
  };

  it('gives back the request and is complete only with a manifest', async () => {
    const directory = new RunDirectory(workspace, request.runId);
    await directory.create(request);
    expect(await directory.readRequest()).to.deep.equal(request);
    expect(directory.isComplete).to.be.false;
    expect(existsSync(directory.folder)).to.be.true;
    // A trainer of its own makes that; a shared one has another.
    expect(existsSync(directory.checkpointFolder)).to.be.false;
    await directory.writeManifest({ ...request, formatVersion: 1 } as RunManifest);
    expect(directory.isComplete).to.be.true;
    expect((await directory.readManifest()).seed).to.equal(7);
  });

  it('says how to go on when a run is unknown or damaged', async () => {
    const unknown = new RunDirectory(workspace, 'nowhere');
    const error = await rejection(unknown.readRequest(), MissingArtifactError);
    expect(error.message).to.include('nowhere');
    expect(error.suggestions.join()).to.include('vasg');
    const damaged = new RunDirectory(workspace, 'damaged');
    await damaged.create({ ...request, runId: 'damaged' });
    writeFileSync(path.join(damaged.folder, 'request.json'), '{"runId": ');
    const lost = await rejection(damaged.readRequest(), MissingArtifactError);
    expect(lost.suggestions.join(), 'no resume without a request').not.to.include('--resume');
    const unfinished = await rejection(damaged.readManifest(), MissingArtifactError);
    expect(unfinished.suggestions.join()).to.include('vasg train --resume damaged');
  });

  it('refuses ids that could leave the folder of runs', () => {
    for (const id of ['..', '../x', 'a/b', '', 'A', 'x'.repeat(65)]) {
      expect(() => new RunDirectory(workspace, id), id).to.throw(UsageError);
    }
  });

  it('names runs so that they sort by time and fit a session id', () => {
    const early = newRunId(new Date('2026-01-02T03:04:05Z'));
    const late = newRunId(new Date('2026-11-02T03:04:05Z'));
    expect(early).to.match(/^20260102t030405-[0-9a-f]{6}$/);
    expect([late, early].sort()).to.deep.equal([early, late]);
    expect(newRunId(new Date(0))).to.not.equal(newRunId(new Date(0)));
  });
});
