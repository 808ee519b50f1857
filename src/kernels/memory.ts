import { InputDataError, SetupError } from '../errors.js';
import { Memory, type WasmMemory } from './webassembly.js';

const PAGE_BYTES = 65536;
/** What 32-bit pointers can address; the kernels are compiled for it. */
const MAX_PAGES = 65536;
/** Arrays start on a cache line, so that threads do not write to each other's. */
const ALIGNMENT = 64;

/**
 * Memory that the kernels and the worker threads share. Arrays are handed out one after another and live
 * as long as the memory; their `byteOffset` is the pointer that a kernel takes.
 */
export class KernelMemory {
  /** What worker threads and kernel instances import. */
  readonly wasm: WasmMemory = reserveAddresses();
  private end = ALIGNMENT;

  /** @throws InputDataError when the arrays would exceed 4 GiB or what the machine can give. */
  uint32(length: number): Uint32Array<SharedArrayBuffer> {
    const offset = this.reserve(length);
    return new Uint32Array(this.wasm.buffer, offset, length);
  }

  /** @throws InputDataError when the arrays would exceed 4 GiB or what the machine can give. */
  float32(length: number): Float32Array<SharedArrayBuffer> {
    const offset = this.reserve(length);
    return new Float32Array(this.wasm.buffer, offset, length);
  }

  /** @throws InputDataError when the arrays would exceed 4 GiB or what the machine can give. */
  int32(length: number): Int32Array<SharedArrayBuffer> {
    const offset = this.reserve(length);
    return new Int32Array(this.wasm.buffer, offset, length);
  }

  /** @throws InputDataError when the arrays would exceed 4 GiB or what the machine can give. */
  int16(length: number): Int16Array<SharedArrayBuffer> {
    const offset = this.reserve(Math.ceil(length / 2));
    return new Int16Array(this.wasm.buffer, offset, length);
  }

  private reserve(words: number): number {
    const offset = this.end;
    const end = Math.ceil((offset + 4 * words) / ALIGNMENT) * ALIGNMENT;
    const missing = Math.ceil((end - this.wasm.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) this.grow(missing, end);
    this.end = end;
    return offset;
  }

  private grow(pages: number, bytes: number): void {
    try {
      this.wasm.grow(pages);
    } catch (cause) {
      const gib = (bytes / 2 ** 30).toFixed(1);
      throw new InputDataError(
        `The data needs ${gib} GiB of working memory at once; there are at most 4 GiB.`,
        { code: 'KERNEL_MEMORY', cause, suggestions: ['Use a smaller data set or dimension.'] },
      );
    }
  }
}

/** Reserves addresses, not memory: pages count only once they are written to. */
function reserveAddresses(): WasmMemory {
  try {
    return new Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
  } catch (cause) {
    throw new SetupError('The operating system refuses to reserve 4 GiB of addresses.', {
      cause,
      suggestions: ['Lift the limit on virtual memory (`ulimit -v unlimited`).'],
    });
  }
}
