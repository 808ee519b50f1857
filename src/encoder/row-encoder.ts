import { instantiateKernels, type Kernels } from '../kernels/kernels.js';
import { PANEL_WIDTH } from '../kernels/layout.js';
import type { EncoderMemory } from './encoder-memory.js';
import { LayerRunner, matrixRows, type InputRows } from './layer-runner.js';
import { scaleRows } from './scale-rows.js';

/** Bits of the largest float32: those of infinities and NaN are larger, but for the sign. */
const LARGEST_BITS = 0x7f7fffff;

/** Rows [firstRow, firstRow + numRows) whose features are in slot `slot`. */
export interface EncodeJob {
  readonly slot: number;
  readonly firstRow: number;
  readonly numRows: number;
}

/** Encodes rows, one thread's worth. */
export class RowEncoder {
  private readonly kernels: Kernels;
  private readonly runner: LayerRunner;

  constructor(
    private readonly memory: EncoderMemory,
    private readonly thread: number,
  ) {
    this.kernels = instantiateKernels(memory.module, memory.wasm);
    this.runner = new LayerRunner(this.kernels, memory.scratch[thread]!);
  }

  /** Returns the first row whose features are not finite, if there is one. */
  encode({ slot, firstRow, numRows }: EncodeJob): number | undefined {
    const { layers, slots, scalesRows, inDim, scratch } = this.memory;
    const features = slots[slot]!;
    if (scalesRows) scaleRows(features.subarray(0, numRows * inDim), inDim);
    const badRow = this.badRow(features, numRows);
    if (badRow !== undefined) return firstRow + badRow;
    let [output, next] = scratch[this.thread]!.activations;
    let made = matrixRows(features, inDim, numRows);
    for (const layer of layers) {
      made = this.runner.run(layer, made, output);
      [output, next] = [next, output];
    }
    this.unpackRows(next, made, firstRow);
    return undefined;
  }

  private badRow({ byteOffset }: Float32Array, numRows: number): number | undefined {
    const { inDim } = this.memory;
    for (let row = 0; row < numRows; row++) {
      const vector = byteOffset + 4 * row * inDim;
      if (this.kernels.packVector(vector, vector, inDim, LARGEST_BITS) < 0) return row;
    }
    return undefined;
  }

  private unpackRows(values: Float32Array, rows: InputRows, firstRow: number): void {
    const { outDim, output } = this.memory;
    const [tile, lane, piece] = [rows.tileStride / 4, rows.rowStride / 4, rows.pieceStride / 4];
    for (let row = 0; row < rows.numRows; row++) {
      const from = (row >> 2) * tile + (row & 3) * lane;
      const to = (firstRow + row) * outDim;
      for (let unit = 0; unit < outDim; unit++) {
        const inPiece = unit % PANEL_WIDTH;
        output[to + unit] = values[from + ((unit - inPiece) / PANEL_WIDTH) * piece + inPiece]!;
      }
    }
  }
}
