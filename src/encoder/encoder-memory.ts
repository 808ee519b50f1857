import { compileKernels, type Arithmetic } from '../kernels/kernels.js';
import { KernelMemory } from '../kernels/memory.js';
import type { KernelModule, WasmMemory } from '../kernels/webassembly.js';
import type { DenseLayer } from './dense-layers.js';
import { BLOCK_DEPTH, packLayer, type PackedLayer } from './packed-layer.js';

/** Rows of a job: so many share a pass over the weights, which are more than a core's own caches hold. */
export const ROWS_PER_JOB = 128;
/** Jobs whose features are in memory, per thread: one runs, one waits, one is being read. */
const SLOTS_PER_THREAD = 3;

/** What the encoding threads share. */
export interface EncoderMemory {
  readonly module: KernelModule;
  readonly wasm: WasmMemory;
  readonly layers: readonly PackedLayer[];
  readonly inDim: number;
  readonly outDim: number;
  /** Whether each row is brought to [0, 1] first. */
  readonly scalesRows: boolean;
  /** Features of the jobs under way, each [128, inDim]. */
  readonly slots: readonly Float32Array[];
  /** [rows, outDim] */
  readonly output: Float32Array;
  readonly scratch: readonly Scratch[];
}

/** What one thread works in. */
export interface Scratch {
  /** What layers make, in turn: the output of one is the input of the next. */
  readonly activations: readonly [Float32Array, Float32Array];
  /** The input of a layer as its kernel takes it: interleaved, or as a list of what is not 0. */
  readonly prepared: Uint32Array;
  /** Where rows end in that list. */
  readonly ends: Uint32Array;
}

export interface EncoderSize extends Arithmetic {
  readonly rows: number;
  readonly threads: number;
  readonly scalesRows: boolean;
}

export function allocateEncoder(
  layers: readonly DenseLayer[],
  { rows, threads, scalesRows, fusedMultiplyAdd }: EncoderSize,
): EncoderMemory {
  const memory = new KernelMemory();
  const packed = layers.map((layer) => packLayer(layer, memory));
  const inDim = layers[0]!.inDim;
  const outDim = layers.at(-1)!.outDim;
  return {
    module: compileKernels({ fusedMultiplyAdd }),
    wasm: memory.wasm,
    layers: packed,
    inDim,
    outDim,
    scalesRows,
    slots: Array.from({ length: SLOTS_PER_THREAD * threads }, () =>
      memory.float32(ROWS_PER_JOB * inDim),
    ),
    output: memory.float32(rows * outDim),
    scratch: Array.from({ length: threads }, () => allocateScratch(packed, memory)),
  };
}

function allocateScratch(layers: readonly PackedLayer[], memory: KernelMemory): Scratch {
  const widest = Math.max(...layers.map(({ bias }) => bias.length));
  const deepest = Math.max(...layers.map(({ depth }) => depth));
  const activation = (): Float32Array => memory.float32(ROWS_PER_JOB * widest);
  return {
    activations: [activation(), activation()],
    // Two words for each number, and for one more that the kernel writes and takes back.
    prepared: memory.uint32(2 * (ROWS_PER_JOB * deepest + 1)),
    ends: memory.uint32(ROWS_PER_JOB * Math.ceil(deepest / BLOCK_DEPTH)),
  };
}
