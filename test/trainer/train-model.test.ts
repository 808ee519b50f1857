import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  InputDataError,
  RunCancelledError,
  SetupError,
  StorageError,
  TrainerUnavailableError,
  TrainingDivergedError,
  UsageError,
} from '../../src/errors.js';
import { ModelKind } from '../../src/generated/vasg/v1/hyperparameters.js';
import { Stage, StopReason } from '../../src/generated/vasg/v1/training.js';
import { Artifact, TensorRole } from '../../src/generated/vasg/v1/tensor.js';
import { connectTrainer } from '../../src/trainer/connect.js';
import type { TrainerClient } from '../../src/trainer/client.js';
import { downloadTensors } from '../../src/trainer/calls/download.js';
import { uploadTensor } from '../../src/trainer/calls/upload.js';
import { trainStage } from '../../src/trainer/calls/train-stage.js';
import { trainModel, type TrainerEvent } from '../../src/trainer/train-model.js';
import {
  completed,
  failure,
  sendTensor,
  startFakeTrainer,
  type FakeBehaviour,
  type FakeTrainer,
} from '../support/fake-trainer.js';
import { rejection } from '../support/rejection.js';
import {
  memorySource,
  ringWalks,
  tinyModel,
  tinyModelOf,
  walkStream,
} from '../support/training-fixtures.js';

describe('trainModel', () => {
  let fake: FakeTrainer;
  let client: TrainerClient;

  const start = async (behaviour: FakeBehaviour = {}): Promise<void> => {
    fake = await startFakeTrainer(behaviour);
    client = await connectTrainer(fake.address);
  };
  afterEach(() => {
    client.close();
    fake.stop();
  });

  it('sends session, inputs and walks, and gets every tensor', async () => {
    await start();
    const events: TrainerEvent[] = [];
    const model = await trainModel({
      ...tinyModel(client, 'run-1'),
      onEvent: (event) => events.push(event),
    });

    expect(fake.sessions[0]).to.include({
      sessionId: 'run-1',
      numUsers: 6,
      numProducts: 5,
      seed: 7,
    });
    expect([...fake.uploads.keys()]).to.deep.equal([
      TensorRole.TENSOR_ROLE_FEATURES,
      TensorRole.TENSOR_ROLE_TRAIN_OFFSETS,
      TensorRole.TENSOR_ROLE_TRAIN_PRODUCTS,
    ]);
    expect(fake.uploads.get(TensorRole.TENSOR_ROLE_FEATURES)).to.have.length(5 * 16 * 4);
    expect(fake.stages).to.deep.equal([Stage.STAGE_SKIP_GRAM, Stage.STAGE_ENCODER]);
    expect(fake.walks.map(({ epoch, chunkIndex }) => [epoch, chunkIndex])).to.deep.equal([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(
      model.stages.map(({ stage, stopReason, steps }) => [stage, stopReason, steps]),
    ).to.deep.equal([
      ['skip-gram', 'end-of-data', 6],
      ['encoder', 'end-of-data', 0],
    ]);
    expect(model.embeddings.get('users')?.shape).to.deep.equal([6, 8]);
    expect(model.embeddings.get('products')?.data[39]).to.equal(39);
    expect([...model.encoder.keys()]).to.have.length(6);
    expect(model.decoder?.get('decoder.1.weight')?.shape).to.deep.equal([16, 8]);
    expect(events.filter(({ $case }) => $case === 'epochCompleted')).to.have.length(2);
  });

  for (const [model, kind, stages, dim] of [
    ['skipgram', 'VASG', ['SKIP_GRAM', 'ENCODER'], 8],
    ['deepwalk', 'VASG', ['SKIP_GRAM', 'ENCODER'], 8],
    ['bpr', 'BPR', ['RANKING', 'MAPPING'], 5],
    ['vbpr', 'VBPR', ['RANKING'], 8],
    ['ibr', 'IBR', ['METRIC'], 4],
  ] as const) {
    it(`asks for ${model} as the contract has it`, async () => {
      await start();
      const trained = await trainModel(tinyModelOf(model, client, 'run-1'));
      const session = fake.sessions[0]!;
      expect(session.modelKind).to.equal(ModelKind[`MODEL_KIND_${kind}`]);
      const given = [session.hyperparameters, session.factorization, session.metric];
      expect(given.filter((knobs) => knobs !== undefined)).to.have.length(1);
      expect(fake.stages).to.deep.equal(stages.map((stage) => Stage[`STAGE_${stage}`]));
      expect(trained.embeddings.get('users')!.shape).to.deep.equal([6, dim]);
      expect(trained.encoder.get('encoder.0.weight')!.shape[1]).to.equal(16);
      expect(trained.decoder).to.equal(undefined);
    });
  }

  it('sends samples as they were drawn', async () => {
    await start();
    await trainModel(tinyModelOf('bpr', client, 'run-1'));
    expect(
      fake.samples.map(({ epoch, chunkIndex, numSamples, lastOfEpoch }) => [
        ...[epoch, chunkIndex, numSamples, lastOfEpoch],
      ]),
    ).to.deep.equal([
      [0, 0, 10, false],
      [0, 1, 2, true],
      [1, 0, 10, false],
      [1, 1, 2, true],
    ]);
    for (const { samples, numSamples } of fake.samples) {
      expect(samples).to.have.length(12 * numSamples);
      // Users are below 6, products below 5.
      expect(samples.readUInt32LE(0)).to.be.below(6);
      expect(samples.readUInt32LE(8)).to.be.below(5);
    }
    expect(fake.walks).to.deep.equal([]);
  });

  it('trains an autoencoder first when tables start from one', async () => {
    await start();
    const tiny = tinyModel(client, 'run-1');
    const hyperparameters = { ...tiny.hyperparameters, tableInit: 'autoencoder' as const };
    await trainModel({ ...tiny, hyperparameters });
    const { STAGE_AUTOENCODER, STAGE_SKIP_GRAM, STAGE_ENCODER } = Stage;
    expect(fake.stages).to.deep.equal([STAGE_AUTOENCODER, STAGE_SKIP_GRAM, STAGE_ENCODER]);
    expect(fake.walks).to.have.length(6);
  });

  it('starts samples at the cursor that the server names', async () => {
    await start({ cursor: { nextEpoch: 1, nextChunkIndex: 1 } });
    await trainModel(tinyModelOf('ibr', client, 'run-1'));
    expect(fake.samples[0]).to.include({ epoch: 1, chunkIndex: 1 });
  });

  it('starts walks at the cursor that the server names', async () => {
    await start({ cursor: { nextEpoch: 1, nextChunkIndex: 2 } });
    await trainModel(tinyModel(client, 'run-1'));
    expect(fake.walks.map(({ epoch, chunkIndex }) => [epoch, chunkIndex])).to.deep.equal([[1, 2]]);
  });

  it('sends neither inputs that the server holds nor walks to a stage that is complete', async () => {
    await start({ session: { missingInputs: [], completedStages: [Stage.STAGE_SKIP_GRAM] } });
    const model = await trainModel(tinyModel(client, 'run-1'));
    expect(fake.uploads.size).to.equal(0);
    expect(fake.walks).to.deep.equal([]);
    expect(fake.stages).to.deep.equal([Stage.STAGE_SKIP_GRAM, Stage.STAGE_ENCODER]);
    expect(model.stages.map(({ stage }) => stage)).to.deep.equal(['skip-gram', 'encoder']);
  });

  it('passes refusals on under their name', async () => {
    const details = 'hyperparameters.window_size is 4; it must be odd.';
    await start({
      createSessionFailure: failure(status.INVALID_ARGUMENT, details, 'WINDOW_SIZE_EVEN'),
    });
    const error = await rejection(trainModel(tinyModel(client, 'run-1')), UsageError);
    expect(error.message).to.equal(details);
    expect(error.code).to.equal('WINDOW_SIZE_EVEN');
  });

  it('tells a full disk from a full device', async () => {
    await start({
      createSessionFailure: failure(status.RESOURCE_EXHAUSTED, 'Disk full.', 'STORAGE'),
    });
    await rejection(trainModel(tinyModel(client, 'run-1')), StorageError);
  });

  it('stops an upload that the server refuses half-way', async () => {
    const refusal = failure(status.DATA_LOSS, 'FEATURES digest differs.', 'TENSOR_DIGEST');
    await start({ uploadFailure: { afterBytes: 3 << 20, failure: refusal } });
    const big = memorySource('features', new Float32Array(8 << 20), [1 << 20, 8]);
    const source = {
      ...big,
      async *chunks() {
        for (let i = 0; i < 32; i++) yield await Promise.resolve(new Uint8Array(1 << 20));
      },
    };
    const error = await rejection(
      trainModel({ ...tinyModel(client, 'run-1'), inputs: [source] }),
      InputDataError,
    );
    expect(error.code).to.equal('TENSOR_DIGEST');
  });

  it('does not wait for ever for a transfer that stands still', async () => {
    await start({ uploadsStall: true, download: () => undefined });
    const tensor = memorySource('features', new Float32Array(8), [1, 8]);
    const upload = uploadTensor({ client, sessionId: 'run-1', tensor, stallMs: 100 });
    expect((await rejection(upload, TrainerUnavailableError)).code).to.equal('TRANSFER_STALLED');
    const expected = new Map([['users', [6, 8]]]);
    const artifact = Artifact.ARTIFACT_EMBEDDINGS;
    const download = downloadTensors({
      client,
      sessionId: 'run-1',
      artifact,
      expected,
      stallMs: 100,
    });
    expect((await rejection(download, TrainerUnavailableError)).code).to.equal('TRANSFER_STALLED');
  });

  it('refuses a source that is shorter than its shape', async () => {
    await start();
    const source = { ...memorySource('features', new Float32Array(10), [5, 16]) };
    const error = await rejection(
      trainModel({ ...tinyModel(client, 'run-1'), inputs: [source] }),
      InputDataError,
    );
    expect(error.message).to.contain('40 bytes; 320 were expected for shape 5 x 16');
  });

  it('reports divergence as such', async () => {
    await start({
      train: (stream) => {
        stream.emit(
          'error',
          failure(status.ABORTED, 'The loss is NaN at step 12.', 'TRAINING_DIVERGED'),
        );
      },
    });
    const error = await rejection(trainModel(tinyModel(client, 'run-1')), TrainingDivergedError);
    expect(error.message).to.contain('step 12');
  });

  it('lets an error of the walk generator through', async () => {
    await start();
    const walks = async function* () {
      yield* ringWalks(1, 1)({ epoch: 0, chunkIndex: 0 });
      throw new RangeError('the graph is gone');
    };
    const error = await rejection(
      trainModel({ ...tinyModel(client, 'run-1'), stream: walkStream(walks) }),
      RangeError,
    );
    expect(error.message).to.equal('the graph is gone');
  });

  it('cancels between two steps and waits for the server to save', async () => {
    await start();
    const interrupt = new AbortController();
    const walks = async function* () {
      for (let epoch = 0; ; epoch++) {
        yield* ringWalks(epoch + 1, 3)({ epoch, chunkIndex: 0 });
        if (epoch === 20) interrupt.abort();
      }
    };
    await rejection(
      trainModel({
        ...tinyModel(client, 'run-1'),
        stream: walkStream(walks),
        signal: interrupt.signal,
      }),
      RunCancelledError,
    );
    expect(fake.cancels).to.equal(1);
    expect(fake.stops).to.equal(1);
  });

  it('hangs up when the server ignores a cancellation', async () => {
    await start({
      train: (stream) => {
        const cursor = { nextEpoch: 0, nextChunkIndex: 0 };
        const course = { step: 0, maxSteps: 0, looks: [], lastProgress: undefined };
        stream.write({ event: { $case: 'started', value: { ...cursor, ...course } } });
      },
    });
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 50);
    await rejection(
      trainStage({
        ...{ client, sessionId: 'run-1', stage: 'encoder', onEvent: () => undefined },
        ...{ signal: interrupt.signal, cancelGraceMs: 100 },
      }),
      RunCancelledError,
    );
  });

  it('gives up on a server that says nothing', async () => {
    await start({ train: () => undefined });
    const error = await rejection(
      trainStage({
        ...{
          client,
          sessionId: 'run-1',
          stage: 'encoder',
          onEvent: () => undefined,
          silenceMs: 100,
        },
      }),
      TrainerUnavailableError,
    );
    expect(error.code).to.equal('TRAINER_SILENT');
  });

  it('does not take a shut-down of the server for a result', async () => {
    await start({
      train: (stream) => {
        stream.write({ event: completed(StopReason.STOP_REASON_CANCELLED, 3) });
        stream.end();
      },
    });
    const error = await rejection(trainModel(tinyModel(client, 'run-1')), TrainerUnavailableError);
    expect(error.code).to.equal('TRAINER_SHUT_DOWN');
  });

  it('notices a server that goes away in mid-training', async () => {
    await start({ train: () => setTimeout(() => fake.stop(), 20) });
    await rejection(trainModel(tinyModel(client, 'run-1')), TrainerUnavailableError);
  });

  it('refuses a tensor with a wrong digest', async () => {
    await start({
      download: (stream) => {
        sendTensor(stream, 'users', [6, 8], Buffer.alloc(6 * 8 * 4), Buffer.alloc(32));
        stream.end();
      },
    });
    const error = await rejection(trainModel(tinyModel(client, 'run-1')), InputDataError);
    expect(error.code).to.equal('TENSOR_DIGEST');
  });

  it('refuses a tensor that nobody asked for before allocating it', async () => {
    await start({
      download: (stream) => {
        sendTensor(stream, 'users', [2 ** 31, 2 ** 31], Buffer.alloc(0), Buffer.alloc(32));
        stream.end();
      },
    });
    const error = await rejection(trainModel(tinyModel(client, 'run-1')), SetupError);
    expect(error.code).to.equal('CONTRACT_VIOLATED');
  });
});
