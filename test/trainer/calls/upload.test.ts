import { expect } from 'chai';
import { TensorRole } from '../../../src/generated/vasg/v1/tensor.js';
import { uploadTensor } from '../../../src/trainer/calls/upload.js';
import { connectTrainer } from '../../../src/trainer/connect.js';
import { CHUNK_BYTES } from '../../../src/trainer/contract.js';
import { startFakeTrainer } from '../../support/fake-trainer.js';
import { memorySource } from '../../support/training-fixtures.js';

describe('an upload', () => {
  it('arrives as it was sent when the trainer reads late', async () => {
    const fake = await startFakeTrainer({ uploadsWaitMs: 50 });
    const client = await connectTrainer(fake.address);
    try {
      const values = Uint32Array.from({ length: (3 * CHUNK_BYTES) / 4 + 1 }, (_, i) => i);
      const bytes = Buffer.from(values.buffer);
      // Like a file's reader, one piece of full length for each message.
      const tensor = {
        ...memorySource('train-products', values, [values.length]),
        async *chunks() {
          for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
            yield await Promise.resolve(bytes.subarray(start, start + CHUNK_BYTES));
          }
        },
      };
      await uploadTensor({ client, sessionId: 'run-1', tensor });
      const arrived = fake.uploads.get(TensorRole.TENSOR_ROLE_TRAIN_PRODUCTS);
      expect(arrived?.equals(bytes)).to.equal(true);
    } finally {
      client.close();
      fake.stop();
    }
  });
});
