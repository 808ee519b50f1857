import { instantiateKernels, type Kernels } from '../kernels/kernels.js';
import { PANEL_WIDTH, TILE_ROWS } from '../kernels/layout.js';
import { lowerBound } from '../lower-bound.js';
import type { BlockBuffer, ProductBlock } from './product-blocks.js';
import { ROWS_PER_CALL, type RankingMemory } from './ranking-memory.js';

/** Multiplications of a kernel call: about a millisecond. */
const PRODUCTS_PER_CALL = 2 ** 23;
const MAX_PANELS_PER_CALL = 32;

/** Work on one block of products for the rows [begin, end); `begin` is a multiple of `ROWS_PER_CALL`. */
export interface RankJob {
  readonly task: 'threshold' | 'count';
  readonly block: ProductBlock;
  readonly begin: number;
  readonly end: number;
}

/**
 * Ranks rows against product blocks, one thread's worth. Everything is compared with scores of the one
 * kernel, so that a product ties with itself; products that are no candidates are counted with the others
 * and then taken out again.
 */
export class Ranker {
  private readonly kernels: Kernels;
  private readonly sums: Float32Array;
  private readonly panelsPerCall: number;

  constructor(
    private readonly memory: RankingMemory,
    thread: number,
  ) {
    this.kernels = instantiateKernels(memory.module, memory.wasm);
    this.sums = memory.sums[thread]!;
    const perPanel = ROWS_PER_CALL * PANEL_WIDTH * memory.depth;
    const fitting = Math.floor(PRODUCTS_PER_CALL / perPanel);
    this.panelsPerCall = Math.max(1, Math.min(MAX_PANELS_PER_CALL, fitting));
  }

  run({ task, block, begin, end }: RankJob): void {
    if (task === 'threshold') return this.keepThresholds(block, begin, end);
    for (let row = begin; row < end; row += ROWS_PER_CALL) {
      this.countBlock(block, row, Math.min(end, row + ROWS_PER_CALL));
    }
    for (let row = begin; row < end; row++) this.takeOutOwned(block, row);
  }

  private keepThresholds(
    { firstProduct, numProducts, buffer }: ProductBlock,
    begin: number,
    end: number,
  ): void {
    const { rowProduct, thresholds, blocks } = this.memory;
    for (let row = begin; row < end; row++) {
      const position = rowProduct[row]! - firstProduct;
      if (position < 0 || position >= numProducts) continue;
      thresholds[row] = this.score(row, blocks[buffer]!, position);
    }
  }

  private countBlock({ buffer, numPanels }: ProductBlock, begin: number, end: number): void {
    const { counts, blocks } = this.memory;
    const { panels } = blocks[buffer]!;
    let panel = 0;
    numPanels.forEach((count, group) => {
      const last = panel + count;
      while (panel < last) {
        const step = Math.min(this.panelsPerCall, last - panel);
        this.countPanels(
          begin,
          end,
          counts[group]!,
          panels.byteOffset + panel * this.panelBytes,
          step,
        );
        panel += step;
      }
    });
  }

  private countPanels(
    begin: number,
    end: number,
    counts: Uint32Array,
    panels: number,
    numPanels: number,
  ): void {
    const { tiles, depth, thresholds } = this.memory;
    this.kernels.countPanels(
      tiles.byteOffset + 4 * begin * depth,
      Math.ceil((end - begin) / TILE_ROWS),
      panels,
      numPanels,
      depth,
      thresholds.byteOffset + 4 * begin,
      counts.byteOffset + 8 * begin,
      this.sums.byteOffset,
    );
  }

  /** Takes the row's own product and the owned products of its user out of the counts. */
  private takeOutOwned(block: ProductBlock, row: number): void {
    const { rowUser, rowProduct, ownedOffsets, ownedProducts } = this.memory;
    const { firstProduct, numProducts } = block;
    const ownProduct = rowProduct[row]!;
    const last = ownedOffsets[rowUser[row]! + 1]!;
    let at = lowerBound(ownedProducts, firstProduct, ownedOffsets[rowUser[row]!]!, last);
    for (; at < last && ownedProducts[at]! < firstProduct + numProducts; at++) {
      if (ownedProducts[at] !== ownProduct) this.takeOut(block, row, ownedProducts[at]!);
    }
    if (ownProduct >= firstProduct && ownProduct < firstProduct + numProducts) {
      this.takeOut(block, row, ownProduct);
    }
  }

  private takeOut(
    { buffer, firstProduct, numPanels }: ProductBlock,
    row: number,
    product: number,
  ): void {
    const { blocks, thresholds, counts } = this.memory;
    const block = blocks[buffer]!;
    const position = product - firstProduct;
    const isWarm = block.slots[position]! < numPanels[0] * PANEL_WIDTH;
    const groupCounts = counts[isWarm ? 0 : 1];
    const score = this.score(row, block, position);
    if (score < thresholds[row]!) groupCounts[2 * row]!--;
    else if (score === thresholds[row]) groupCounts[2 * row + 1]!--;
  }

  /** The score of one pair, from the kernel that scores them all. */
  private score(row: number, { panels, slots }: BlockBuffer, position: number): number {
    const { tiles, depth } = this.memory;
    const slot = slots[position]!;
    const rowLane = row % TILE_ROWS;
    const slotLane = slot % PANEL_WIDTH;
    this.kernels.scorePanels(
      tiles.byteOffset + 4 * (row - rowLane) * depth,
      panels.byteOffset + 4 * (slot - slotLane) * depth,
      1,
      depth,
      this.sums.byteOffset,
    );
    return this.sums[rowLane * PANEL_WIDTH + slotLane]!;
  }

  private get panelBytes(): number {
    return 4 * PANEL_WIDTH * this.memory.depth;
  }
}
