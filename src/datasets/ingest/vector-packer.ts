import { compileKernels, instantiateKernels } from '../../kernels/kernels.js';
import { KernelMemory } from '../../kernels/memory.js';
import type { FeatureBlock, Reserve } from '../../sources/feature-source.js';

/** What the trainer takes at most: squares, and sums of them, stay far below the largest float32. */
export const LARGEST = Math.fround(1e15);
/** Larger numbers, infinities and NaN have larger bits, but for the sign. */
const LARGEST_BITS = new Uint32Array(Float32Array.of(LARGEST).buffer)[0]!;

/**
 * Vectors of a file on their way to another: read into the memory of the kernels, which move them together and look at
 * each number in the same pass.
 */
export class VectorPacker {
  private readonly memory = new KernelMemory();
  private readonly kernels = instantiateKernels(compileKernels(), this.memory.wasm);

  constructor(private readonly dim: number) {}

  /** Gives sources the memory that they read into. */
  readonly reserve: Reserve = (numBytes) => {
    const { buffer, byteOffset } = this.memory.uint32(Math.ceil(numBytes / 4));
    return new Uint8Array(buffer, byteOffset, numBytes);
  };

  /** The vectors of a block, one after the other; `pack` puts them there. */
  packed({ memory, rows }: FeatureBlock): Float32Array {
    return new Float32Array(memory.buffer, memory.byteOffset, rows * this.dim);
  }

  /**
   * Puts vector `index` of a block to its place; all before it must be at theirs. Returns how many of its values are
   * zero, or undefined when one is not finite or beyond `LARGEST`.
   */
  pack({ memory, offsetBytes, strideBytes }: FeatureBlock, index: number): number | undefined {
    const { dim } = this;
    const source = memory.byteOffset + offsetBytes + index * strideBytes;
    const target = memory.byteOffset + index * dim * 4;
    const numZeros = this.kernels.packVector(source, target, dim, LARGEST_BITS);
    return numZeros < 0 ? undefined : numZeros;
  }
}
