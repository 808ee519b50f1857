import { createHash, type Hash } from 'node:crypto';
import { InputDataError, SetupError } from '../../errors.js';
import type { DownloadTensorsResponse } from '../../generated/vasg/v1/trainer_service.js';
import {
  DataType,
  type Artifact,
  type DownloadedTensorHeader,
} from '../../generated/vasg/v1/tensor.js';
import type { TensorMap } from '../../safetensors.js';
import { sizeOf } from '../tensors.js';
import { cancelOnAbort } from './cancel-on-abort.js';
import type { TrainerClient } from '../client.js';
import { StallGuard } from './stall-guard.js';

/** Code of the error for a tensor whose bytes another download may well bring whole. */
export const DAMAGED_ON_THE_WAY = 'TENSOR_DIGEST';

export interface DownloadOptions {
  client: TrainerClient;
  sessionId: string;
  artifact: Artifact;
  /** Every tensor that must come and its shape; nothing else is accepted, so nothing unforeseen is allocated. */
  expected: ReadonlyMap<string, readonly number[]>;
  signal?: AbortSignal | undefined;
  stallMs?: number;
}

/** Fetches a group of learned tensors (float32, C order) and checks their digests. */
export async function downloadTensors(options: DownloadOptions): Promise<TensorMap> {
  const { client, sessionId, artifact, expected, signal } = options;
  signal?.throwIfAborted();
  const call = client.service.downloadTensors({ sessionId, artifact }, client.metadata());
  const stopWatching = cancelOnAbort(call, signal);
  const stallGuard = new StallGuard(call, options.stallMs);
  const receiver = new TensorReceiver(expected);
  try {
    for await (const { part } of call as AsyncIterable<DownloadTensorsResponse>) {
      stallGuard.touch();
      receiver.accept(part);
    }
    return receiver.finish();
  } catch (error) {
    signal?.throwIfAborted();
    throw await client.explain(stallGuard.cause(error));
  } finally {
    stallGuard.stop();
    stopWatching();
    call.cancel();
  }
}

interface OpenTensor {
  name: string;
  shape: number[];
  /** Own memory: received chunks are not aligned for float32 and would pin the buffers they came in. */
  bytes: Uint8Array;
  filledBytes: number;
  hash: Hash;
}

/** Puts the parts of a download together: header, chunks, trailer for each tensor. */
class TensorReceiver {
  private readonly tensors: TensorMap = new Map();
  private open: OpenTensor | undefined;

  constructor(private readonly expected: ReadonlyMap<string, readonly number[]>) {}

  accept(part: DownloadTensorsResponse['part']): void {
    switch (part?.$case) {
      case 'header':
        return this.begin(part.value);
      case 'chunk':
        return this.append(part.value);
      case 'trailer':
        return this.end(part.value.sha256);
      case undefined:
        throw violation('sent a part without content');
    }
  }

  finish(): TensorMap {
    const missing = [...this.expected.keys()].filter((name) => !this.tensors.has(name));
    if (this.open !== undefined || missing.length > 0) {
      throw violation(
        `ended the download before ${this.open?.name ?? missing.join(', ')} was complete`,
      );
    }
    return this.tensors;
  }

  private begin({ name, dataType, shape }: DownloadedTensorHeader): void {
    if (this.open !== undefined)
      throw violation(`began a tensor before the end of ${this.open.name}`);
    const wanted = this.expected.get(name);
    const described = `"${name.slice(0, 64)}" [${shape.slice(0, 4).join(', ')}]`;
    if (wanted === undefined || this.tensors.has(name))
      throw violation(`sent the tensor ${described}`);
    if (dataType !== DataType.DATA_TYPE_FLOAT32 || wanted.join() !== shape.join()) {
      throw violation(`sent ${described} where float32 [${wanted.join(', ')}] was expected`);
    }
    const bytes = new Uint8Array(sizeOf(shape));
    this.open = { name, shape, bytes, filledBytes: 0, hash: createHash('sha256') };
  }

  private append(chunk: Uint8Array): void {
    const open = this.openTensor();
    if (open.filledBytes + chunk.length > open.bytes.length) {
      throw violation(`sent more bytes of ${open.name} than its shape holds`);
    }
    open.bytes.set(chunk, open.filledBytes);
    open.filledBytes += chunk.length;
    open.hash.update(chunk);
  }

  private end(sha256: Uint8Array): void {
    const { name, shape, bytes, filledBytes, hash } = this.openTensor();
    if (filledBytes !== bytes.length)
      throw violation(`sent ${filledBytes} of ${bytes.length} bytes of ${name}`);
    if (!hash.digest().equals(sha256)) {
      throw new InputDataError(
        `${name} was damaged on the way from the trainer: its digest differs.`,
        {
          code: DAMAGED_ON_THE_WAY,
          suggestions: ['Run the command again; what was trained is kept.'],
        },
      );
    }
    this.tensors.set(name, { shape, data: new Float32Array(bytes.buffer) });
    this.open = undefined;
  }

  private openTensor(): OpenTensor {
    if (this.open === undefined) throw violation('sent bytes outside of a tensor');
    return this.open;
  }
}

function violation(what: string): SetupError {
  return new SetupError(`The trainer ${what}, against the contract.`, {
    code: 'CONTRACT_VIOLATED',
  });
}
