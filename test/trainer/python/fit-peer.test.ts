import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { RunCancelledError, SetupError } from '../../../src/errors.js';
import { fitPeer, type FitPeerOptions } from '../../../src/trainer/python/fit-peer.js';
import { fakePython } from '../../support/fake-python.js';
import { rejection } from '../../support/rejection.js';

describe('fitPeer', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vasg-peer-test-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const optionsFor = (executable: string): FitPeerOptions => ({
    python: { executable, origin: 'chosen' },
    folder,
    peer: 'ease',
    ...{ numUsers: 2, numProducts: 3, seed: 7, threads: 1 },
    train: { userIndex: Uint32Array.of(0, 1), productIndex: Uint32Array.of(2, 258) },
    validation: { userIndex: new Uint32Array(), productIndex: new Uint32Array() },
  });

  it('hands the purchases over and reads the choice', async () => {
    const lines = [
      '{"done":0,"total":2}',
      '{"done":2,"total":2}',
      '{"settings":{"lambda":10},"validation_auc":0.75}',
    ];
    const python = fakePython(folder, 'python', { stdout: lines.join('\n') });
    const seen: number[][] = [];
    const onProgress = (...progress: number[]): void => void seen.push(progress);
    const choice = await fitPeer({ ...optionsFor(python), onProgress });
    expect(choice).to.deep.equal({ settings: { lambda: 10 }, validationAuc: 0.75 });
    expect(seen).to.deep.equal([
      [0, 2],
      [2, 2],
    ]);
    const bytes = [0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 0, 0];
    expect([...readFileSync(join(folder, 'train.u32'))]).to.deep.equal(bytes);
    expect(readFileSync(join(folder, 'validation.u32'))).to.have.lengthOf(0);
  });

  it('takes no line of a library for one of ours', async () => {
    const lines = [
      ...['Fitting ...', '7', 'null', '"settings"', '[1]', '{}', '{"done":1}', '{"settings":7}'],
      '{"settings":{"lambda":[10]},"validation_auc":0.5}',
      '{"settings":{"lambda":1,"negativeWeights":"kept"},"validation_auc":null}',
      '{"settings":{"lambda":10},"validation_auc":"high"}',
      '{"settings":{"lamb',
    ];
    const python = fakePython(folder, 'python', { stdout: lines.join('\n') });
    const onProgress = (): void => expect.fail('no line tells of progress');
    expect(await fitPeer({ ...optionsFor(python), onProgress })).to.deep.equal({
      settings: { lambda: 1, negativeWeights: 'kept' },
      validationAuc: null,
    });
  });

  it('says what Python said when it fails', async () => {
    const stderr = 'Traceback\nMemoryError: Unable to allocate 3 GiB';
    const python = fakePython(folder, 'python', {
      stdout: '{"done":0,"total":2}',
      stderr,
      exitCode: 1,
    });
    const error = await rejection(fitPeer(optionsFor(python)), SetupError);
    expect(error.message).to.contain('could not fit ease').and.contain('Unable to allocate 3 GiB');
  });

  it('says that there is no result where Python said nothing', async () => {
    const silent = fakePython(folder, 'python', { stdout: '{"done":0,"total":2}' });
    const { message } = await rejection(fitPeer(optionsFor(silent)), SetupError);
    expect(message).to.equal('Python could not fit ease: it ended without a result.');
  });

  it('takes a Python that was killed for one that had no memory', async () => {
    const python = fakePython(folder, 'python', {});
    writeFileSync(python, '#!/bin/sh\nkill -9 $$\n');
    const { message, suggestions } = await rejection(fitPeer(optionsFor(python)), SetupError);
    expect(message).to.contain('memory');
    expect(suggestions.join()).to.contain('memory').and.not.contain('setup');
  });

  it('can be interrupted', async () => {
    const python = fakePython(folder, 'python', { stderr: 'unheard' });
    const signal = AbortSignal.abort();
    await rejection(fitPeer({ ...optionsFor(python), signal }), RunCancelledError);
  });
});
