import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { InputDataError } from '../../../src/errors.js';
import { StepLog } from '../../../src/experiments/steps/step-log.js';
import { withSharedTrainer } from '../../../src/experiments/steps/with-shared-trainer.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { temporaryFolder } from '../../support/workspace.js';

describe('a trainer that an experiment shares', () => {
  let workspace: string;
  let checkpoint: string;
  beforeEach(() => {
    workspace = temporaryFolder();
    checkpoint = path.join(workspace, 'experiments', 'e', 'checkpoint');
    mkdirSync(checkpoint, { recursive: true });
    writeFileSync(path.join(checkpoint, 'state'), '');
  });

  const useOf = async (work: (log: StepLog) => Promise<unknown>): Promise<void> => {
    const request = { workspace, experiment: 'e', kind: 'sweep', request: {} } as const;
    const log = await StepLog.open(request);
    const options = {
      ...{ workspace, threads: 1, progress: silentProgress },
      signal: new AbortController().signal,
      trainer: { device: 'cpu', cacheFolder: '' } as const,
    };
    await withSharedTrainer(log, options, () => work(log));
  };

  it('leaves no checkpoint of a killed process where nothing was to be trained', async () => {
    await useOf(() => Promise.resolve());
    expect(existsSync(path.dirname(checkpoint))).to.equal(false);
  });

  it('leaves checkpoints for whoever goes on with a step that failed', async () => {
    const work = () => Promise.reject(new InputDataError('too little'));
    const step = { step: 's', title: 'S', dataset: 'shop', seed: 1, inputs: {}, work };
    await useOf((log) => log.perform(step));
    expect(existsSync(checkpoint)).to.equal(true);
  });
});
