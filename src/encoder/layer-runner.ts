import type { Kernels } from '../kernels/kernels.js';
import { PANEL_WIDTH, TILE_ROWS } from '../kernels/layout.js';
import type { Scratch } from './encoder-memory.js';
import { GROUP_WIDTH, PANELS_PER_GROUP, type PackedLayer } from './packed-layer.js';

/** Multiplications of a kernel call: about a millisecond. */
const PRODUCTS_PER_CALL = 2 ** 23;
/** Speed of the sparse kernel, for each product that it cannot leave out, as a share of that of the dense one. */
const SPARSE_SPEED = 0.75;

/** Where the rows of a layer's input are; offsets and strides in bytes. */
export interface InputRows {
  readonly offset: number;
  /** From 4 rows to the next 4. */
  readonly tileStride: number;
  /** From row to row of the 4. */
  readonly rowStride: number;
  /** From 8 numbers of a row to the next 8. */
  readonly pieceStride: number;
  readonly numRows: number;
}

/** The rows of a matrix [rows, dim]. */
export function matrixRows({ byteOffset }: Float32Array, dim: number, numRows: number): InputRows {
  const rowStride = 4 * dim;
  const tileStride = TILE_ROWS * rowStride;
  return { offset: byteOffset, tileStride, rowStride, pieceStride: 4 * PANEL_WIDTH, numRows };
}

/**
 * Runs a layer on some rows and returns what it made, in `output`: [tiles of 4 rows][panels][4, 8 units]. Numbers that
 * are 0, as most are behind a ReLU, are left out where that pays; it does not change a bit of the result.
 */
export class LayerRunner {
  constructor(
    private readonly kernels: Kernels,
    private readonly scratch: Scratch,
  ) {}

  run(layer: PackedLayer, input: InputRows, output: Float32Array): InputRows {
    const { numGroups, bias, relu } = layer;
    const { numRows } = input;
    const numTiles = Math.ceil(numRows / TILE_ROWS);
    const numPanels = numGroups * PANELS_PER_GROUP;
    this.kernels.startFromBias(bias.byteOffset, numPanels, numTiles, output.byteOffset);
    if (this.listPays(layer, input)) this.runSparse(layer, numRows, output);
    else this.runDense(layer, input, output);
    if (relu) this.kernels.rectify(output.byteOffset, numPanels, numTiles);
    return {
      offset: output.byteOffset,
      tileStride: outputStride(layer),
      rowStride: 4 * PANEL_WIDTH,
      pieceStride: 4 * PANEL_WIDTH * TILE_ROWS,
      numRows,
    };
  }

  /** Lists what is not 0 of the input, and tells whether that is little enough. */
  private listPays(layer: PackedLayer, input: InputRows): boolean {
    if (!layer.isFinite) return false;
    const { offset, tileStride, rowStride, pieceStride, numRows } = input;
    const { prepared, ends } = this.scratch;
    const numEntries = this.kernels.listRows(
      offset,
      tileStride,
      rowStride,
      pieceStride,
      numRows,
      layer.inDim,
      prepared.byteOffset,
      ends.byteOffset,
    );
    const sparse = numEntries * layer.numGroups * GROUP_WIDTH;
    const dense = numRows * layer.inDim * layer.numPanels * PANEL_WIDTH;
    return sparse < SPARSE_SPEED * dense;
  }

  private runSparse(layer: PackedLayer, numRows: number, output: Float32Array): void {
    const { weight, numGroups, inDim } = layer;
    const { prepared, ends } = this.scratch;
    const step = perCall(GROUP_WIDTH * numRows * inDim);
    const groupBytes = weight.byteLength / numGroups;
    for (let group = 0; group < numGroups; group += step) {
      this.kernels.sparseGroups(
        weight.byteOffset + group * groupBytes,
        Math.min(step, numGroups - group),
        prepared.byteOffset,
        ends.byteOffset,
        numRows,
        inDim,
        output.byteOffset + 4 * group * GROUP_WIDTH * TILE_ROWS,
        outputStride(layer),
      );
    }
  }

  private runDense(layer: PackedLayer, input: InputRows, output: Float32Array): void {
    const { weight, numPanels, inDim, depth } = layer;
    const { offset, tileStride, rowStride, pieceStride, numRows } = input;
    const tiles = this.scratch.prepared.byteOffset;
    const numTiles = Math.ceil(numRows / TILE_ROWS);
    this.kernels.interleaveRows(
      offset,
      tileStride,
      rowStride,
      pieceStride,
      numTiles,
      inDim,
      depth,
      tiles,
    );
    const step = perCall(PANEL_WIDTH * numRows * depth);
    for (let panel = 0; panel < numPanels; panel += step) {
      this.kernels.densePanels(
        weight.byteOffset,
        panel,
        Math.min(panel + step, numPanels),
        tiles,
        numTiles,
        depth,
        output.byteOffset,
        outputStride(layer),
      );
    }
  }
}

/** Bytes from one tile of a layer's output to the next. */
function outputStride({ bias }: PackedLayer): number {
  return 4 * TILE_ROWS * bias.length;
}

function perCall(productsEach: number): number {
  return Math.max(1, Math.floor(PRODUCTS_PER_CALL / productsEach));
}
