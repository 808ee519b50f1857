import type { ClientWritableStream } from '@grpc/grpc-js';
import { InputDataError } from '../../errors.js';
import {
  TrainerServiceService,
  type UploadTensorRequest,
  type UploadTensorResponse,
} from '../../generated/vasg/v1/trainer_service.js';
import { CHUNK_BYTES } from '../contract.js';
import { asBuffer, roleNumber, sizeOf, type TensorSource } from '../tensors.js';
import { cancelOnAbort } from './cancel-on-abort.js';
import { ChunkEncoder } from './chunk-encoder.js';
import type { TrainerClient } from '../client.js';
import { deferred } from './deferred.js';
import { send } from './send.js';
import { StallGuard } from './stall-guard.js';

export interface UploadOptions {
  client: TrainerClient;
  sessionId: string;
  tensor: TensorSource;
  /** Told how many bytes have been handed over so far. */
  onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
  stallMs?: number;
}

interface Upload {
  stream: ClientWritableStream<UploadTensorRequest>;
  answer: Promise<UploadTensorResponse>;
  /** Aborts when the server has answered, which a refusal does before all bytes are sent. */
  ended: AbortSignal;
}

/**
 * Sends one input tensor.
 *
 * @throws InputDataError when the source has another size or digest than it claims
 */
export async function uploadTensor(options: UploadOptions): Promise<void> {
  const { client, signal } = options;
  signal?.throwIfAborted();
  const upload = openUpload(client);
  const stopWatching = cancelOnAbort(upload.stream, signal);
  const stallGuard = new StallGuard(upload.stream, options.stallMs);
  try {
    await sendParts(upload, options, () => stallGuard.touch()).catch((error: unknown) => {
      if (upload.ended.aborted) return;
      upload.stream.cancel();
      throw error;
    });
    await upload.answer;
  } catch (error) {
    signal?.throwIfAborted();
    throw await client.explain(stallGuard.cause(error));
  } finally {
    stallGuard.stop();
    stopWatching();
  }
}

function openUpload(client: TrainerClient): Upload {
  const ended = new AbortController();
  const { promise: answer, resolve, reject } = deferred<UploadTensorResponse>();
  const encoder = new ChunkEncoder();
  const { path, responseDeserialize } = TrainerServiceService.uploadTensor;
  const stream = client.service.makeClientStreamRequest(
    path,
    (request: UploadTensorRequest) => encoder.encode(request),
    responseDeserialize,
    client.metadata(),
    (error, response) => {
      if (error === null) resolve(response!);
      else reject(error);
      ended.abort();
    },
  );
  // It is awaited only after the sending; a refusal before that must not count as unhandled.
  answer.catch(() => undefined);
  return { stream, answer, ended: ended.signal };
}

async function sendParts(
  { stream, ended }: Upload,
  { sessionId, tensor, onProgress }: UploadOptions,
  onSent: () => void,
): Promise<void> {
  const totalBytes = sizeOf(tensor.shape);
  let sentBytes = 0;
  const header = { sessionId, role: roleNumber(tensor) };
  await send(stream, { part: { $case: 'header', value: header } }, ended);
  for await (const bytes of tensor.chunks()) {
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
      const chunk = asBuffer(bytes.subarray(start, start + CHUNK_BYTES));
      await send(stream, { part: { $case: 'chunk', value: chunk } }, ended);
      onSent();
    }
    sentBytes += bytes.length;
    onProgress?.(sentBytes, totalBytes);
  }
  if (sentBytes !== totalBytes) throw wrongSize(tensor, sentBytes, totalBytes);
  stream.end();
}

function wrongSize(
  { role, shape }: TensorSource,
  sentBytes: number,
  totalBytes: number,
): InputDataError {
  return new InputDataError(
    `The ${role} have ${sentBytes} bytes; ${totalBytes} were expected for shape ${shape.join(' x ')}.`,
    { code: 'TENSOR_SIZE', suggestions: ['Ingest the data set again.'] },
  );
}
