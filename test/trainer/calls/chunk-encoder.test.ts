import { expect } from 'chai';
import { UploadTensorRequest } from '../../../src/generated/vasg/v1/trainer_service.js';
import { ChunkEncoder } from '../../../src/trainer/calls/chunk-encoder.js';
import { CHUNK_BYTES } from '../../../src/trainer/contract.js';

const chunkOf = (length: number, value: number): UploadTensorRequest => ({
  part: { $case: 'chunk', value: Buffer.alloc(length, value) },
});

describe('the encoding of an upload', () => {
  it('is that of the generated code, message after message', () => {
    const encoder = new ChunkEncoder();
    const header = { sessionId: 'session', role: 1 };
    const requests: UploadTensorRequest[] = [
      { part: { $case: 'header', value: header } },
      chunkOf(CHUNK_BYTES, 1),
      chunkOf(CHUNK_BYTES, 2),
      chunkOf(CHUNK_BYTES - 1, 3),
      chunkOf(1, 4),
      chunkOf(CHUNK_BYTES, 5),
      { part: undefined },
    ];
    for (const request of requests) {
      const expected = Buffer.from(UploadTensorRequest.encode(request).finish());
      expect(encoder.encode(request).equals(expected)).to.equal(true);
    }
  });
});
