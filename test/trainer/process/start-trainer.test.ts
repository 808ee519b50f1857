import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { RunCancelledError, SetupError, TrainerUnavailableError } from '../../../src/errors.js';
import { createEndpoint, type Endpoint } from '../../../src/trainer/process/endpoint.js';
import {
  startTrainer,
  type StartTrainerOptions,
} from '../../../src/trainer/process/start-trainer.js';
import { trainModel } from '../../../src/trainer/train-model.js';
import { rejection } from '../../support/rejection.js';
import { tinyModel } from '../../support/training-fixtures.js';

const programs = fileURLToPath(new URL('../../fixtures/trainers/', import.meta.url));

describe('startTrainer', () => {
  let folder: string;
  let endpoint: Endpoint;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vasg-process-'));
    endpoint = createEndpoint([folder]);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const optionsFor = (program: string): StartTrainerOptions => ({
    python: { executable: join(programs, program), origin: 'chosen' },
    stateFolder: join(folder, 'state'),
    cacheFolder: join(folder, 'cache'),
    device: 'cpu',
    threads: 1,
    endpoint,
  });

  const expectTidy = (): void => {
    expect(readdirSync(folder).filter((name) => name.startsWith('vasg-'))).to.deep.equal([]);
  };

  it('tells how a trainer died before it was ready', async () => {
    const error = await rejection(
      startTrainer(optionsFor('dies-before-ready.mjs')),
      TrainerUnavailableError,
    );
    expect(error.message).to.contain('ended with exit code 3');
    expect(error.message).to.contain("No module named 'torch'");
    expect(error.message).to.contain('-m vasg.trainer --listen unix:');
    expectTidy();
  });

  it('names a program that does not exist', async () => {
    const error = await rejection(startTrainer(optionsFor('missing')), TrainerUnavailableError);
    expect(error.message).to.contain('could not be started').and.to.contain('ENOENT');
  });

  it('gives up on a trainer that is never ready and ends it', async () => {
    const error = await rejection(
      startTrainer({ ...optionsFor('never-ready.mjs'), startTimeoutMs: 500 }),
      TrainerUnavailableError,
    );
    expect(error.message).to.contain('was not ready after 0.5 s');
    expectTidy();
  });

  it('kills a trainer that does not end when told to', async () => {
    const started = Date.now();
    await rejection(
      startTrainer({ ...optionsFor('ignores-sigterm.mjs'), startTimeoutMs: 500, stopGraceMs: 300 }),
      TrainerUnavailableError,
    );
    expect(Date.now() - started).to.be.within(700, 5000);
  });

  it('stops waiting when the user interrupts', async () => {
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(new RunCancelledError('Interrupted.')), 300);
    await rejection(
      startTrainer({ ...optionsFor('never-ready.mjs'), signal: interrupt.signal }),
      RunCancelledError,
    );
  });

  it('refuses another revision of the contract, saying who is older', async () => {
    const error = await rejection(startTrainer(optionsFor('other-revision.mjs')), SetupError);
    expect(error.code).to.equal('CONTRACT_MISMATCH');
    expect(error.message).to.contain('this program is older');
  });

  it('tells exit code and last words of a trainer that dies in mid-training', async () => {
    const trainer = await startTrainer(optionsFor('dies-in-training.ts'));
    const error = await rejection(
      trainModel(tinyModel(trainer.client, 'run')),
      TrainerUnavailableError,
    );
    expect(error.message).to.contain('ended with exit code 9');
    expect(error.message).to.contain('device-side assert');
    await trainer.stop();
    expectTidy();
  });

  it('serves over loopback where no socket path is short enough', async () => {
    const tcp = createEndpoint(['/'.padEnd(120, 'x')]);
    const trainer = await startTrainer({ ...optionsFor('dies-in-training.ts'), endpoint: tcp });
    expect(trainer.address).to.match(/^127\.0\.0\.1:\d+$/);
    expect(trainer.info.torchVersion).to.equal('2.13.0+cpu');
    await trainer.stop();
    await trainer.stop();
  });
});

describe('createEndpoint', () => {
  it('makes a folder that only its owner may enter', () => {
    const endpoint = createEndpoint([tmpdir()]);
    const socket = endpoint.listen.replace('unix:', '');
    expect(statSync(dirname(socket)).mode & 0o777).to.equal(0o700);
    expect(endpoint.token).to.equal(undefined);
    endpoint.remove();
    expect(existsSync(dirname(socket))).to.equal(false);
  });

  it('uses TCP with a token on Windows', () => {
    const endpoint = createEndpoint([tmpdir()], 'win32');
    expect(endpoint.listen).to.equal('tcp:127.0.0.1:0');
    expect(endpoint.token).to.match(/^[0-9a-f]{64}$/);
  });
});
