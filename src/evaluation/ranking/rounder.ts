import { instantiateKernels, type Kernels } from '../../kernels/kernels.js';
import { PANEL_WIDTH, TILE_ROWS } from '../../kernels/layout.js';
import type { ProductBlock } from '../product-blocks.js';
import type { RankingMemory } from './ranking-memory.js';
import { errorBound, lengthBound, scaleFor, type Rounding } from './rounding.js';
import type { ScreeningMemory } from './screening.js';

/** Vectors that the kernels round at once: a tile, or half of a panel. */
const LANES = 4;

/** Writes the rounded copies that scores are screened with; on the main thread, while others count. */
export class Rounder {
  private readonly kernels: Kernels;
  private readonly sizes: Float32Array;
  private readonly scales: Float32Array;
  private readonly errors: Float32Array;

  constructor(
    private readonly memory: RankingMemory,
    private readonly screening: ScreeningMemory,
  ) {
    this.kernels = instantiateKernels(memory.module, memory.wasm);
    this.sizes = screening.lanes.subarray(0, 2 * LANES);
    this.scales = screening.lanes.subarray(2 * LANES, 3 * LANES);
    this.errors = screening.lanes.subarray(3 * LANES);
  }

  /** Rounds the first `numRows` rows, each with a scale of its own. */
  roundRows(numRows: number): void {
    const { tiles, depth } = this.memory;
    const { rows } = this.screening;
    for (let first = 0; first < numRows; first += TILE_ROWS) {
      const from = first * depth;
      this.measure(tiles, from, TILE_ROWS);
      for (let lane = 0; lane < LANES; lane++) {
        this.scales[lane] = scaleFor(this.length(lane), this.sizes[LANES + lane]!);
      }
      this.round(tiles, from, TILE_ROWS, this.screening.tiles);
      for (let lane = 0; lane < LANES; lane++) {
        const error = errorBound(this.errors[lane]!, depth);
        rows.set([this.scales[lane]!, this.length(lane), error], 3 * (first + lane));
      }
    }
  }

  /** Rounds the products of a block that stand in full panels, with one scale for all. */
  roundBlock(block: ProductBlock): Rounding {
    const { blocks, depth } = this.memory;
    const { panels } = blocks[block.buffer]!;
    const halves = screenedHalves(block, depth);
    let length = 0;
    let largest = 0;
    for (const from of halves) {
      this.measure(panels, from, PANEL_WIDTH);
      for (let lane = 0; lane < LANES; lane++) {
        length = Math.max(length, this.length(lane));
        largest = Math.max(largest, this.sizes[LANES + lane]!);
      }
    }
    const scale = scaleFor(length, largest);
    this.scales.fill(scale);
    let error = 0;
    for (const from of halves) {
      this.round(panels, from, PANEL_WIDTH, this.screening.blocks[block.buffer]!);
      for (const square of this.errors) error = Math.max(error, errorBound(square, depth));
    }
    return { scale, length, error };
  }

  private measure(source: Float32Array, from: number, width: number): void {
    const { depth } = this.memory;
    this.kernels.measureLanes(
      source.byteOffset + 4 * from,
      4 * width,
      depth,
      this.sizes.byteOffset,
    );
  }

  private round(source: Float32Array, from: number, width: number, target: Int16Array): void {
    // Half of a panel begins LANES floats behind the panel, and so do its pairs of integers.
    const lane = from % width;
    this.kernels.roundLanes(
      source.byteOffset + 4 * from,
      4 * width,
      this.memory.depth,
      this.scales.byteOffset,
      target.byteOffset + 2 * (from - lane) + 4 * lane,
      this.errors.byteOffset,
    );
  }

  private length(lane: number): number {
    return lengthBound(this.sizes[lane]!, this.memory.depth);
  }
}

/** Where halves of panels begin: of all but the last panel of each group, which may have padded lanes. */
function screenedHalves({ numPanels: [warm, cold] }: ProductBlock, depth: number): number[] {
  const halves: number[] = [];
  for (let panel = 0; panel < warm + cold; panel++) {
    if (panel === warm - 1 || panel === warm + cold - 1) continue;
    const from = panel * PANEL_WIDTH * depth;
    halves.push(from, from + LANES);
  }
  return halves;
}
