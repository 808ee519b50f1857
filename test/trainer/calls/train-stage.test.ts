import { expect } from 'chai';
import { trainStage } from '../../../src/trainer/calls/train-stage.js';
import { connectTrainer } from '../../../src/trainer/connect.js';
import type { StreamCursor, WalkChunk } from '../../../src/trainer/training-stream.js';
import { startFakeTrainer, trainWell, type FakeTrainer } from '../../support/fake-trainer.js';

const NUM_CHUNKS = 6;

/** Chunks of 800 kB in memory shared by all, each written over the one before when it is asked for. */
async function* walksInOnePlace({ epoch }: StreamCursor): AsyncGenerator<WalkChunk> {
  const nodes = new Uint32Array(new SharedArrayBuffer(800_000));
  for (let chunkIndex = 0; chunkIndex < NUM_CHUNKS; chunkIndex++) {
    nodes.fill(chunkIndex);
    const lastOfEpoch = chunkIndex === NUM_CHUNKS - 1;
    yield await Promise.resolve({ epoch, chunkIndex, numWalks: 20_000, nodes, lastOfEpoch });
  }
}

describe('a stage', () => {
  it('gets chunks as they were when the next one was not asked for, though it reads late', async () => {
    const fake: FakeTrainer = await startFakeTrainer({
      train: (call) => {
        trainWell(fake, {}, call);
        call.on('data', () => {
          call.pause();
          setTimeout(() => call.resume(), 10);
        });
      },
    });
    const client = await connectTrainer(fake.address);
    try {
      await trainStage({
        ...{ client, sessionId: 'run-1', stage: 'skip-gram', onEvent: () => undefined },
        stream: { kind: 'walks', from: walksInOnePlace },
      });
      const arrived = fake.walks.map(({ nodes }) => [nodes.length, ...new Set(nodes)]);
      // As bytes: little-endian, so all but the first of a node are 0.
      const expected = Array.from({ length: NUM_CHUNKS }, (_, i) => [800_000, ...new Set([i, 0])]);
      expect(arrived).to.deep.equal(expected);
    } finally {
      client.close();
      fake.stop();
    }
  });
});
