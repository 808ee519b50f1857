import { KERNELS_WASM_BASE64 } from '../generated/kernels.js';
import { compileFusedKernels } from './fused-multiply-add.js';
import { Instance, Module, type KernelModule, type WasmMemory } from './webassembly.js';

/**
 * The compiled kernels. Pointers are byte offsets into the imported memory; layouts are documented at the
 * functions of the same name in `assembly/`. A call must stay short (a millisecond or so): V8 swaps in its
 * optimised code only between calls, and the baseline code is several times slower.
 */
export interface Kernels {
  shuffle(values: number, count: number, key: number, order: number): void;
  walk(
    rowptr: number,
    edges: number,
    starts: number,
    count: number,
    walkLength: number,
    key: number,
    walkNumber: number,
    rows: number,
    out: number,
  ): void;
  walkWeighted: Kernels['walk'];
  countPanels(
    tiles: number,
    numTiles: number,
    panels: number,
    numPanels: number,
    depth: number,
    thresholds: number,
    counts: number,
    sums: number,
  ): void;
  measureLanes(source: number, stride: number, depth: number, sizes: number): void;
  roundLanes(
    source: number,
    stride: number,
    depth: number,
    scales: number,
    target: number,
    errors: number,
  ): void;
  screenPanels(
    tiles: number,
    integerTiles: number,
    numTiles: number,
    panels: number,
    integerPanels: number,
    numPanels: number,
    depth: number,
    thresholds: number,
    bounds: number,
    counts: number,
    sums: number,
  ): number;
  scorePanels(tile: number, panels: number, numPanels: number, depth: number, scores: number): void;
  startFromBias(bias: number, numPanels: number, numTiles: number, output: number): void;
  rectify(output: number, numPanels: number, numTiles: number): void;
  interleaveRows(
    source: number,
    tileStride: number,
    rowStride: number,
    pieceStride: number,
    numTiles: number,
    depth: number,
    paddedDepth: number,
    tiles: number,
  ): void;
  densePanels(
    weights: number,
    first: number,
    end: number,
    tiles: number,
    numTiles: number,
    depth: number,
    output: number,
    outputStride: number,
  ): void;
  listRows(
    source: number,
    tileStride: number,
    rowStride: number,
    pieceStride: number,
    numRows: number,
    depth: number,
    entries: number,
    ends: number,
  ): number;
  sparseGroups(
    weights: number,
    numGroups: number,
    entries: number,
    ends: number,
    numRows: number,
    depth: number,
    output: number,
    outputStride: number,
  ): void;
  /** a x b + c in float32, as the products of vectors are summed. */
  probeMultiplyAdd(a: number, b: number, c: number): number;
  packVector(source: number, target: number, depth: number, limit: number): number;
}

/** In which arithmetic kernels multiply and add. */
export interface Arithmetic {
  /**
   * Round once instead of twice, where the engine and the processor can: about 1.3 times the encoder's speed, and results that
   * differ in their last bits from those that every processor gives. @default false
   */
  readonly fusedMultiplyAdd?: boolean | undefined;
}

/**
 * Compiles the kernels (a few KiB, under a millisecond). Worker threads get the module by cloning.
 *
 * @throws SetupError for fused multiply-add that is not to be had here.
 */
export function compileKernels({ fusedMultiplyAdd = false }: Arithmetic = {}): KernelModule {
  if (fusedMultiplyAdd) return compileFusedKernels();
  return new Module(Buffer.from(KERNELS_WASM_BASE64, 'base64'));
}

/** Binds the kernels to a memory; one instance per thread. */
export function instantiateKernels(module: KernelModule, memory: WasmMemory): Kernels {
  return new Instance(module, { env: { memory } }).exports as Kernels;
}
