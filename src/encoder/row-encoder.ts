import { instantiateKernels, type Kernels } from '../kernels/kernels.js';
import { PANEL_WIDTH, placeVector, TILE_ROWS } from '../kernels/layout.js';
import { scaleRows } from './scale-rows.js';
import {
  outputStride,
  ROWS_PER_JOB,
  type EncoderMemory,
  type PackedLayer,
} from './encoder-memory.js';

/** Multiplications of a kernel call: about a millisecond. */
const PRODUCTS_PER_CALL = 2 ** 23;

/** Rows [firstRow, firstRow + numRows) whose features are in slot `slot`. */
export interface EncodeJob {
  readonly slot: number;
  readonly firstRow: number;
  readonly numRows: number;
}

/** Encodes rows, one thread's worth. */
export class RowEncoder {
  private readonly kernels: Kernels;

  constructor(
    private readonly memory: EncoderMemory,
    private readonly thread: number,
  ) {
    this.kernels = instantiateKernels(memory.module, memory.wasm);
  }

  /** Returns the first row whose features are not finite, if there is one. */
  encode({ slot, firstRow, numRows }: EncodeJob): number | undefined {
    const { layers, slots, activations } = this.memory;
    let [input, output] = activations[this.thread]!;
    const badRow = this.packRows(slots[slot]!, input, numRows);
    if (badRow !== undefined) return firstRow + badRow;
    const numPanels = Math.ceil(numRows / PANEL_WIDTH);
    let inputStride = 4 * PANEL_WIDTH * layers[0]!.depth;
    for (const layer of layers) {
      this.runLayer(layer, input, inputStride, output, numPanels);
      inputStride = outputStride(layer);
      [input, output] = [output, input];
    }
    this.unpackRows(input, firstRow, numRows);
    return undefined;
  }

  private packRows(
    features: Float32Array,
    panels: Float32Array,
    numRows: number,
  ): number | undefined {
    const { inDim, layers, scalesRows } = this.memory;
    if (scalesRows) scaleRows(features.subarray(0, numRows * inDim), inDim);
    const target = { values: panels, width: PANEL_WIDTH, depth: layers[0]!.depth };
    for (let row = 0; row < numRows; row++) {
      if (!placeVector(target, row, features, row * inDim, inDim)) return row;
    }
    return undefined;
  }

  private runLayer(
    layer: PackedLayer,
    input: Float32Array,
    inputStride: number,
    output: Float32Array,
    numPanels: number,
  ): void {
    const { weight, bias, numTiles, depth, relu } = layer;
    const perTile = TILE_ROWS * ROWS_PER_JOB * depth;
    const step = Math.max(1, Math.floor(PRODUCTS_PER_CALL / perTile));
    for (let tile = 0; tile < numTiles; tile += step) {
      this.kernels.denseTiles(
        weight.byteOffset + 4 * tile * TILE_ROWS * depth,
        bias.byteOffset + 4 * tile * TILE_ROWS,
        Math.min(step, numTiles - tile),
        input.byteOffset,
        inputStride,
        numPanels,
        depth,
        relu ? 1 : 0,
        output.byteOffset + 4 * tile * TILE_ROWS * PANEL_WIDTH,
        outputStride(layer),
      );
    }
  }

  private unpackRows(panels: Float32Array, firstRow: number, numRows: number): void {
    const { outDim, output, layers } = this.memory;
    const width = layers.at(-1)!.bias.length;
    for (let row = 0; row < numRows; row++) {
      const lane = row % PANEL_WIDTH;
      let from = (row - lane) * width + lane;
      const to = (firstRow + row) * outDim;
      for (let unit = 0; unit < outDim; unit++) {
        output[to + unit] = panels[from]!;
        from += PANEL_WIDTH;
      }
    }
  }
}
