import { PANEL_WIDTH, paddedDepth, placeVector } from '../kernels/layout.js';
import type { KernelMemory } from '../kernels/memory.js';
import type { DenseLayer } from './dense-layers.js';

/** Dimensions of a block of weights, as the kernels have it. */
export const BLOCK_DEPTH = 256;
/** Panels of a group: what the sparse kernel works on at once. */
export const PANELS_PER_GROUP = 4;
const PANEL_FLOATS = BLOCK_DEPTH * PANEL_WIDTH;
export const GROUP_WIDTH = PANELS_PER_GROUP * PANEL_WIDTH;

/** A layer in kernel memory. */
export interface PackedLayer {
  /** [groups][blocks][4 panels][256, 8], zeros where there is no unit or dimension. */
  readonly weight: Float32Array;
  /** [numGroups * 32], no -0 among them. */
  readonly bias: Float32Array;
  readonly numGroups: number;
  /** Panels that have a unit; the last group may have room for more. */
  readonly numPanels: number;
  readonly inDim: number;
  /** `inDim` as the dense kernel needs it. */
  readonly depth: number;
  readonly relu: boolean;
  /** Whether all weights are finite: only then may products with 0 be left out. */
  readonly isFinite: boolean;
}

export function packLayer(layer: DenseLayer, memory: KernelMemory): PackedLayer {
  const { inDim, outDim, relu } = layer;
  const numGroups = Math.ceil(outDim / GROUP_WIDTH);
  const numBlocks = Math.ceil(inDim / BLOCK_DEPTH);
  const weight = memory.float32(numGroups * numBlocks * PANELS_PER_GROUP * PANEL_FLOATS);
  const bias = memory.float32(numGroups * GROUP_WIDTH);
  // 0 for -0: sums that start from it are the same, and no sum is -0.
  bias.set(layer.bias.map((value) => value + 0));
  let isFinite = true;
  for (let unit = 0; unit < outDim; unit++) {
    if (!placeUnit(weight, unit, layer)) isFinite = false;
  }
  const numPanels = Math.ceil(outDim / PANEL_WIDTH);
  return { weight, bias, numGroups, numPanels, inDim, depth: paddedDepth(inDim), relu, isFinite };
}

/** Places the weights of an output unit, block by block; returns whether all are finite. */
function placeUnit(values: Float32Array, unit: number, { weight, inDim }: DenseLayer): boolean {
  const target = { values, width: PANEL_WIDTH, depth: BLOCK_DEPTH };
  const numBlocks = Math.ceil(inDim / BLOCK_DEPTH);
  const lane = unit % GROUP_WIDTH;
  let slot = (unit - lane) * numBlocks + lane;
  let isFinite = true;
  for (let first = 0; first < inDim; first += BLOCK_DEPTH) {
    const dim = Math.min(BLOCK_DEPTH, inDim - first);
    if (!placeVector(target, slot, weight, unit * inDim + first, dim)) isFinite = false;
    slot += GROUP_WIDTH;
  }
  return isFinite;
}
