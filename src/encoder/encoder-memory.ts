import { compileKernels } from '../kernels/kernels.js';
import {
  interleavedLength,
  paddedDepth,
  PANEL_WIDTH,
  placeVector,
  TILE_ROWS,
} from '../kernels/layout.js';
import { KernelMemory } from '../kernels/memory.js';
import type { KernelModule, WasmMemory } from '../kernels/webassembly.js';
import type { DenseLayer } from './dense-layers.js';

/** Rows of a job: few enough for their activations to stay in a core's cache next to a tile of weights. */
export const ROWS_PER_JOB = 128;
/** Jobs whose features are in memory, per thread: one runs, one waits, one is being read. */
const SLOTS_PER_THREAD = 3;

/** A layer in kernel memory. */
export interface PackedLayer {
  /** [outDim / 4, rounded up][depth, 4] */
  readonly weight: Float32Array;
  /** Padded with zeros to a multiple of 4, so that padded output units are 0. */
  readonly bias: Float32Array;
  readonly numTiles: number;
  readonly depth: number;
  readonly relu: boolean;
}

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
  /** Activations of each thread, in panels: the input and output of a layer in turn. */
  readonly activations: readonly (readonly [Float32Array, Float32Array])[];
}

export function allocateEncoder(
  layers: readonly DenseLayer[],
  { rows, threads, scalesRows }: { rows: number; threads: number; scalesRows: boolean },
): EncoderMemory {
  const memory = new KernelMemory();
  const packed = layers.map((layer) => packLayer(layer, memory));
  const inDim = layers[0]!.inDim;
  const outDim = layers.at(-1)!.outDim;
  const widest = Math.max(...packed.map(({ depth, bias }) => Math.max(depth, bias.length)));
  const activation = (): Float32Array => memory.float32(ROWS_PER_JOB * widest);
  return {
    module: compileKernels(),
    wasm: memory.wasm,
    layers: packed,
    inDim,
    outDim,
    scalesRows,
    slots: Array.from({ length: SLOTS_PER_THREAD * threads }, () =>
      memory.float32(ROWS_PER_JOB * inDim),
    ),
    output: memory.float32(rows * outDim),
    activations: Array.from({ length: threads }, () => [activation(), activation()] as const),
  };
}

function packLayer(layer: DenseLayer, memory: KernelMemory): PackedLayer {
  const depth = paddedDepth(layer.inDim);
  const weight = memory.float32(interleavedLength(layer.outDim, TILE_ROWS, depth));
  const bias = memory.float32(interleavedLength(layer.outDim, TILE_ROWS, 1));
  const target = { values: weight, width: TILE_ROWS, depth };
  for (let unit = 0; unit < layer.outDim; unit++) {
    placeVector(target, unit, layer.weight, unit * layer.inDim, layer.inDim);
  }
  bias.set(layer.bias);
  return { weight, bias, numTiles: bias.length / TILE_ROWS, depth, relu: layer.relu };
}

/** Bytes from one panel of a layer's output to the next. */
export function outputStride({ bias }: PackedLayer): number {
  return 4 * PANEL_WIDTH * bias.length;
}
