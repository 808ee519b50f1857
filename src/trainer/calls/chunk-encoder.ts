import {
  UploadTensorRequest,
  TrainerServiceService,
} from '../../generated/vasg/v1/trainer_service.js';
import { CHUNK_BYTES } from '../contract.js';

const generated = TrainerServiceService.uploadTensor.requestSerialize;

/**
 * Encodes the messages of an upload. A chunk of full length, which has many like it, is copied once, to memory that the
 * next one is copied to as well: the transport must have taken a message before the next is encoded, so it must keep
 * none for a retry (`TrainerClient` forbids it). The generated code copies a chunk twice, to new memory each time, and
 * the collecting of that took longer than the sending.
 */
export class ChunkEncoder {
  private message: Buffer | undefined;

  encode(request: UploadTensorRequest): Buffer {
    const { part } = request;
    if (part?.$case !== 'chunk' || part.value.length !== CHUNK_BYTES) return generated(request);
    // What precedes the bytes depends on their number alone.
    if (this.message === undefined) return (this.message = generated(request));
    part.value.copy(this.message, this.message.length - CHUNK_BYTES);
    return this.message;
  }
}
