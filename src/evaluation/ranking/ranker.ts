import { instantiateKernels, type Kernels } from '../../kernels/kernels.js';
import { PANEL_WIDTH, TILE_ROWS } from '../../kernels/layout.js';
import { lowerBound } from '../../lower-bound.js';
import type { BlockBuffer, ProductBlock } from '../product-blocks.js';
import { ROWS_PER_CALL, type RankingMemory } from './ranking-memory.js';
import type { Rounding } from './rounding.js';
import { boundRows } from './screening.js';

/** Multiplications of a kernel call: about a millisecond. */
const PRODUCTS_PER_CALL = 2 ** 23;
const MAX_PANELS_PER_CALL = 32;
/** Share of tiles and panels that screening may leave undecided before it costs more than it saves. */
const MOST_REDONE = 0.5;

/** Work on one block of products for the rows [begin, end); `begin` is a multiple of `ROWS_PER_CALL`. */
export interface RankJob {
  readonly task: 'threshold' | 'count';
  readonly block: ProductBlock;
  /** Of the block's products, where scores are screened. */
  readonly rounding: Rounding | undefined;
  readonly begin: number;
  readonly end: number;
}

/** Rows of a call. */
interface Rows {
  readonly begin: number;
  readonly end: number;
}

/** Panels of one group in a block buffer. */
interface Panels {
  readonly buffer: number;
  readonly group: number;
  readonly panel: number;
  readonly numPanels: number;
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
    private readonly thread: number,
  ) {
    this.kernels = instantiateKernels(memory.module, memory.wasm);
    this.sums = memory.sums[thread]!;
    const perPanel = ROWS_PER_CALL * PANEL_WIDTH * memory.depth;
    const fitting = Math.floor(PRODUCTS_PER_CALL / perPanel);
    this.panelsPerCall = Math.max(1, Math.min(MAX_PANELS_PER_CALL, fitting));
  }

  run({ task, block, rounding, begin, end }: RankJob): void {
    if (task === 'threshold') return this.keepThresholds(block, begin, end);
    for (let row = begin; row < end; row += ROWS_PER_CALL) {
      const rows = { begin: row, end: Math.min(end, row + ROWS_PER_CALL) };
      this.countBlock(block, rounding, rows);
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

  private countBlock(block: ProductBlock, rounding: Rounding | undefined, rows: Rows): void {
    const { screening, thresholds, depth } = this.memory;
    let screens = false;
    if (screening && rounding) {
      boundRows(screening, this.thread, thresholds, rounding, { ...rows, depth });
      screens = true;
    }
    let panel = 0;
    block.numPanels.forEach((count, group) => {
      // The last panel of a group may not be full, and is not rounded.
      const last = panel + count;
      while (panel < last) {
        const step = Math.min(this.panelsPerCall, Math.max(1, last - 1 - panel));
        const part = { buffer: block.buffer, group, panel, numPanels: step };
        if (screens && panel < last - 1) screens = this.screenPanels(rows, part);
        else this.countPanels(rows, part);
        panel += step;
      }
    });
  }

  private countPanels(rows: Rows, { buffer, group, panel, numPanels }: Panels): void {
    const { tiles, depth, thresholds, counts, blocks } = this.memory;
    this.kernels.countPanels(
      tiles.byteOffset + 4 * rows.begin * depth,
      numTiles(rows),
      blocks[buffer]!.panels.byteOffset + panel * this.panelBytes,
      numPanels,
      depth,
      thresholds.byteOffset + 4 * rows.begin,
      counts[group]!.byteOffset + 8 * rows.begin,
      this.sums.byteOffset,
    );
  }

  /** Counts the same by screening. Returns whether that pays: not where scores lie too close together. */
  private screenPanels(rows: Rows, { buffer, group, panel, numPanels }: Panels): boolean {
    const { tiles, depth, thresholds, counts, blocks } = this.memory;
    const screening = this.memory.screening!;
    const redone = this.kernels.screenPanels(
      tiles.byteOffset + 4 * rows.begin * depth,
      screening.tiles.byteOffset + 2 * rows.begin * depth,
      numTiles(rows),
      blocks[buffer]!.panels.byteOffset + panel * this.panelBytes,
      screening.blocks[buffer]!.byteOffset + (panel * this.panelBytes) / 2,
      numPanels,
      depth,
      thresholds.byteOffset + 4 * rows.begin,
      screening.bounds[this.thread]!.byteOffset,
      counts[group]!.byteOffset + 8 * rows.begin,
      this.sums.byteOffset,
    );
    return redone < MOST_REDONE * numTiles(rows) * numPanels;
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

function numTiles({ begin, end }: Rows): number {
  return Math.ceil((end - begin) / TILE_ROWS);
}
