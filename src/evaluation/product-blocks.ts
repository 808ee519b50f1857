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

/**
 * Reads all products block by block into the buffers in turn. Asking for the next block overwrites the
 * buffer of the block before the last.
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
    const count = Math.min(step, products.rows - first);
    const vectors = await products.read(first, count);
    const blockGroups = groups.subarray(first, first + count);
    const numPanels = assignSlots(blockGroups, buffers[buffer]!.slots);
    packPanels(buffers[buffer]!, vectors, { first, count, dim: products.dim });
    yield { buffer, firstProduct: first, numProducts: count, numPanels };
    buffer = (buffer + 1) % buffers.length;
  }
}

/** Gives the products of each group consecutive slots, from a panel boundary on. */
function assignSlots(groups: Uint8Array, slots: Uint32Array): [number, number] {
  let numCold = 0;
  for (const group of groups) numCold += group;
  const warmPanels = Math.ceil((groups.length - numCold) / PANEL_WIDTH);
  const next = [0, warmPanels * PANEL_WIDTH];
  groups.forEach((group, i) => {
    slots[i] = next[group]!++;
  });
  return [warmPanels, Math.ceil(numCold / PANEL_WIDTH)];
}

function packPanels(
  { panels, slots }: BlockBuffer,
  vectors: Float32Array,
  { first, count, dim }: { first: number; count: number; dim: number },
): void {
  const target: Interleaved = { values: panels, width: PANEL_WIDTH, depth: paddedDepth(dim) };
  // A lane without a product stays NaN, which compares as neither below nor tied.
  panels.fill(NaN);
  for (let i = 0; i < count; i++) {
    if (placeVector(target, slots[i]!, vectors, i * dim, dim)) continue;
    throw new InputDataError(`The vector of product index ${first + i} is not finite.`, {
      code: 'VECTOR_NOT_FINITE',
    });
  }
}
