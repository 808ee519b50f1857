import { InputDataError } from '../errors.js';
import {
  interleavedLength,
  paddedDepth,
  PANEL_WIDTH,
  placeVector,
  type Interleaved,
} from '../kernels/layout.js';
import type { KernelMemory } from '../kernels/memory.js';
import type { VectorTable } from './vector-table.js';

/** Two blocks of this size stay in the cache that threads share. */
const BLOCK_BYTES = 4 * 2 ** 20;

/** Kernel memory of one block of products. */
export interface BlockBuffer {
  /** [panels][depth, 8] */
  readonly panels: Float32Array;
  /** Where each product of the block stands: panel * 8 + lane. */
  readonly slots: Uint32Array;
}

/** A run of consecutive products in kernel memory; panels hold products of one group, warm ones first. */
export interface ProductBlock {
  /** Index of the `BlockBuffer`. */
  readonly buffer: number;
  readonly firstProduct: number;
  readonly numProducts: number;
  /** Panels of group 0 and of group 1. */
  readonly numPanels: readonly [number, number];
}

/** Products in a block: a multiple of 8, unless there are fewer. */
export function productsPerBlock(products: VectorTable): number {
  const fitting = Math.floor(BLOCK_BYTES / (4 * paddedDepth(products.dim)));
  return Math.max(PANEL_WIDTH, fitting - (fitting % PANEL_WIDTH));
}

/** Reserves memory for a block: both groups may end in a panel that is not full. */
export function allocateBlock(memory: KernelMemory, products: VectorTable): BlockBuffer {
  const count = Math.min(productsPerBlock(products), products.rows);
  const length = interleavedLength(count + PANEL_WIDTH, PANEL_WIDTH, paddedDepth(products.dim));
  return { panels: memory.float32(length), slots: memory.uint32(count) };
}

/** Group of products that a scan leaves out. */
export const LEFT_OUT = 2;

/**
 * Reads the products of groups 0 and 1 block by block into the buffers in turn. Asking for the next block
 * overwrites the buffer of the block before the last. Blocks without such a product are not read.
 *
 * @throws InputDataError when a vector is not finite.
 */
export async function* packProductBlocks(
  products: VectorTable,
  groups: Uint8Array,
  buffers: readonly BlockBuffer[],
): AsyncGenerator<ProductBlock, void, undefined> {
  const step = productsPerBlock(products);
  for (let first = 0, buffer = 0; first < products.rows; first += step) {
    const numProducts = Math.min(step, products.rows - first);
    const blockGroups = groups.subarray(first, first + numProducts);
    if (blockGroups.every((group) => group === LEFT_OUT)) continue;
    const vectors = await products.read(first, numProducts);
    const numPanels = assignSlots(blockGroups, buffers[buffer]!.slots);
    const block = { buffer, firstProduct: first, numProducts, numPanels };
    packPanels(block, buffers[buffer]!, vectors, products.dim, blockGroups);
    yield block;
    buffer = (buffer + 1) % buffers.length;
  }
}

/** Gives the products of each group consecutive slots, from a panel boundary on. */
function assignSlots(groups: Uint8Array, slots: Uint32Array): [number, number] {
  const sizes = [0, 0, 0];
  for (const group of groups) sizes[group]!++;
  const numPanels = sizes.map((size) => Math.ceil(size / PANEL_WIDTH));
  const next = [0, numPanels[0]! * PANEL_WIDTH, 0];
  for (let i = 0; i < groups.length; i++) slots[i] = next[groups[i]!]!++;
  return [numPanels[0]!, numPanels[1]!];
}

function packPanels(
  block: ProductBlock,
  { panels, slots }: BlockBuffer,
  vectors: Float32Array,
  dim: number,
  groups: Uint8Array,
): void {
  const target: Interleaved = { values: panels, width: PANEL_WIDTH, depth: paddedDepth(dim) };
  for (const panel of lastPanels(block)) {
    // A lane without a product stays NaN, which compares as neither below nor tied.
    panels.fill(NaN, panel * PANEL_WIDTH * target.depth, (panel + 1) * PANEL_WIDTH * target.depth);
  }
  for (let i = 0; i < groups.length; i++) {
    if (groups[i] === LEFT_OUT || placeVector(target, slots[i]!, vectors, i * dim, dim)) continue;
    throw new InputDataError(
      `The vector of product index ${block.firstProduct + i} is not finite.`,
      { code: 'VECTOR_NOT_FINITE' },
    );
  }
}

/** The panels that may not be full. */
function lastPanels({ numPanels: [warm, cold] }: ProductBlock): number[] {
  return [warm > 0 ? warm - 1 : [], cold > 0 ? warm + cold - 1 : []].flat();
}
