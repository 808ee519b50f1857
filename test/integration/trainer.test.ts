import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  InputDataError,
  MissingArtifactError,
  RunCancelledError,
  SetupError,
  TrainerUnavailableError,
  UsageError,
} from '../../src/errors.js';
import { connectTrainer, shakeHands } from '../../src/trainer/connect.js';
import { findPython } from '../../src/trainer/python/environment.js';
import { createEndpoint } from '../../src/trainer/process/endpoint.js';
import { startTrainer, type TrainerProcess } from '../../src/trainer/process/start-trainer.js';
import {
  trainModel,
  type TrainedModel,
  type TrainerEvent,
  type TrainModelOptions,
} from '../../src/trainer/train-model.js';
import { CONTRACT_REVISION } from '../../src/trainer/contract.js';
import type { StreamCursor } from '../../src/trainer/training-stream.js';
import { rejection } from '../support/rejection.js';
import {
  memorySource,
  NUM_PRODUCTS,
  FEATURE_DIM,
  ringWalks,
  TINY_HYPERPARAMETERS,
  tinyInputs,
  tinyModel,
  tinyModelOf,
  walkStream,
} from '../support/training-fixtures.js';

const orphanProgram = fileURLToPath(
  new URL('../fixtures/trainers/trains-for-ever.ts', import.meta.url),
);

describe('the trainer', function () {
  this.timeout(60_000);
  let folder: string;
  let trainer: TrainerProcess;

  const start = async (name = 'state', endpoint = createEndpoint()): Promise<TrainerProcess> =>
    startTrainer({
      python: await findPython(),
      stateFolder: join(folder, name),
      cacheFolder: join(folder, 'cache'),
      device: 'cpu',
      threads: 1,
      checkpointSeconds: 1,
      endpoint,
    });

  before(() => (folder = mkdtempSync(join(tmpdir(), 'vasg-trainer-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  describe('at work', () => {
    before(async () => (trainer = await start()));
    after(() => trainer.stop());

    it('says what it is', () => {
      expect(trainer.info).to.include({ contractRevision: CONTRACT_REVISION, device: 'cpu' });
      expect(trainer.info.torchVersion).to.match(/^2\./);
    });

    it('trains a tiny model and gives all tensors back', async () => {
      const events: TrainerEvent[] = [];
      const model = await trainModel({
        ...tinyModel(trainer.client, 'tiny'),
        onEvent: (event) => events.push(event),
      });
      expect(model.stages.map(({ stage, stopReason }) => [stage, stopReason])).to.deep.equal([
        ['skip-gram', 'end-of-data'],
        ['encoder', 'end-of-data'],
      ]);
      expect(model.stages[0]!.steps).to.be.greaterThan(0);
      expect(model.embeddings.get('users')!.data.every(Number.isFinite)).to.equal(true);
      expect(model.decoder!.size).to.equal(4);
      expect(events.map(({ $case }) => $case)).to.include.members([
        'started',
        'progress',
        'completed',
      ]);
      await trainer.client.deleteSession('tiny');
    });

    for (const model of ['skipgram', 'deepwalk', 'bpr', 'vbpr', 'ibr'] as const) {
      it(`trains a tiny ${model}`, async () => {
        const trained = await trainModel(tinyModelOf(model, trainer.client, `tiny-${model}`));
        expect(trained.stages[0]!.steps).to.be.greaterThan(0);
        for (const { data } of [...trained.embeddings.values(), ...trained.encoder.values()]) {
          expect(data.every(Number.isFinite)).to.equal(true);
        }
        // Nobody bought product 4.
        const products = trained.embeddings.get('products')!;
        const cold = products.data.subarray(4 * products.shape[1]!);
        expect(cold.every((value) => value === 0)).to.equal(true);
      });
    }

    it('gives the same bytes for the same seed', async () => {
      const first = await trainModel(tinyModel(trainer.client, 'same-1'));
      const second = await trainModel(tinyModel(trainer.client, 'same-2'));
      expectEqualModels(first, second);
    });

    it('asks again for nothing that it holds', async () => {
      const uploads: string[] = [];
      const onUpload: TrainModelOptions['onUpload'] = (role) => uploads.push(role);
      await trainModel({ ...tinyModel(trainer.client, 'held'), onUpload });
      expect(uploads).to.deep.equal([]);
    });

    it('names the field that cannot work', async () => {
      const hyperparameters = { ...TINY_HYPERPARAMETERS, windowSize: 4 };
      const error = await rejection(
        trainModel({ ...tinyModel(trainer.client, 'even'), hyperparameters }),
        UsageError,
      );
      expect(error.message).to.contain('window_size');
    });

    it('refuses a tensor whose digest differs', async () => {
      const [features, ...others] = tinyInputs();
      const damaged = { ...features!, sha256: new Uint8Array(32).fill(7) };
      await rejection(
        trainModel({ ...tinyModel(trainer.client, 'damaged'), inputs: [damaged, ...others] }),
        InputDataError,
      );
    });

    it('refuses features that are not finite', async () => {
      const values = new Float32Array(NUM_PRODUCTS * FEATURE_DIM).fill(Number.NaN);
      const inputs = [
        memorySource('features', values, [NUM_PRODUCTS, FEATURE_DIM]),
        ...tinyInputs().slice(1),
      ];
      await rejection(trainModel({ ...tinyModel(trainer.client, 'nan'), inputs }), InputDataError);
    });

    it('refuses walks through nodes that do not exist', async () => {
      const walks = async function* (from: StreamCursor) {
        for await (const chunk of ringWalks(1)(from)) {
          yield { ...chunk, nodes: chunk.nodes.map(() => 4_000_000) };
        }
      };
      await rejection(
        trainModel({ ...tinyModel(trainer.client, 'strays'), stream: walkStream(walks) }),
        InputDataError,
      );
    });

    it('refuses a session that another model has', async () => {
      await trainModel(tinyModel(trainer.client, 'taken'));
      await rejection(
        trainModel({ ...tinyModel(trainer.client, 'taken'), seed: 8 }),
        MissingArtifactError,
      );
    });
  });

  it('goes on after a cancellation to the bytes of an undisturbed run', async () => {
    const numEpochs = 40;
    const hyperparameters = { ...TINY_HYPERPARAMETERS, numEpochs };
    trainer = await start('resumed');
    const options = {
      ...tinyModel(trainer.client, 'calm'),
      hyperparameters,
      stream: walkStream(ringWalks(numEpochs)),
    };
    try {
      const calm = await trainModel(options);
      const interrupt = new AbortController();
      let sent = 0;
      const walks = async function* (from: StreamCursor) {
        for await (const chunk of ringWalks(numEpochs)(from)) {
          if (++sent === 60) {
            await sleep(500);
            interrupt.abort();
            await sleep(100);
          }
          yield chunk;
        }
      };
      await rejection(
        trainModel({
          ...options,
          sessionId: 'rough',
          stream: walkStream(walks),
          signal: interrupt.signal,
        }),
        RunCancelledError,
      );
      const cursors: StreamCursor[] = [];
      const rough = await trainModel({
        ...options,
        sessionId: 'rough',
        stream: walkStream((from) => (cursors.push(from), ringWalks(numEpochs)(from))),
      });
      expect(cursors[0]!.epoch).to.be.greaterThan(0);
      expectEqualModels(calm, rough);
    } finally {
      await trainer.stop();
    }
  });

  it('goes on after a kill, and tells who died when it was', async () => {
    const hyperparameters = { ...TINY_HYPERPARAMETERS, numEpochs: 40 };
    const options = (process: TrainerProcess): TrainModelOptions => ({
      ...tinyModel(process.client, 'killed'),
      hyperparameters,
      stream: walkStream(ringWalks(40)),
    });
    trainer = await start('killed');
    const slowWalks = async function* (from: StreamCursor) {
      for await (const chunk of ringWalks(40)(from)) {
        await sleep(30);
        yield chunk;
      }
    };
    let killed = false;
    const onEvent = (event: TrainerEvent): void => {
      if (event.$case !== 'checkpointWritten' || killed) return;
      killed = true;
      process.kill(trainer.pid, 'SIGKILL');
    };
    const error = await rejection(
      trainModel({ ...options(trainer), stream: walkStream(slowWalks), onEvent }),
      TrainerUnavailableError,
    );
    expect(error.message).to.contain('ended by SIGKILL').and.to.contain('-m vasg.trainer');
    await trainer.stop();

    trainer = await start('killed');
    try {
      const resumed = await trainModel(options(trainer));
      const calm = await trainModel({ ...options(trainer), sessionId: 'calm' });
      expectEqualModels(calm, resumed);
    } finally {
      await trainer.stop();
    }
  });

  it('is served over loopback TCP with a token only', async () => {
    const endpoint = createEndpoint([], 'win32');
    trainer = await start('tcp', endpoint);
    try {
      expect(trainer.address).to.match(/^127\.0\.0\.1:\d+$/);
      const stranger = await connectTrainer(trainer.address);
      await rejection(shakeHands(stranger), SetupError);
      stranger.close();
    } finally {
      await trainer.stop();
    }
  });

  it('ends when its parent is killed', async function () {
    if (process.platform === 'win32') this.skip();
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', orphanProgram, join(folder, 'orphan')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [pidText] = (await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve)))
      .toString()
      .split('\n');
    const pid = Number(pidText);
    expect(isAlive(pid)).to.equal(true);
    parent.kill('SIGKILL');
    const deadline = Date.now() + 15_000;
    while (isAlive(pid) && Date.now() < deadline) await sleep(100);
    expect(isAlive(pid)).to.equal(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie that nobody has waited for yet is dead enough.
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
}

function expectEqualModels(one: TrainedModel, other: TrainedModel): void {
  for (const group of ['embeddings', 'encoder', 'decoder'] as const) {
    for (const [name, { data }] of one[group]!) {
      const bytes = Buffer.from(data.buffer);
      expect(bytes.equals(Buffer.from(other[group]!.get(name)!.data.buffer)), name).to.equal(true);
    }
  }
}
