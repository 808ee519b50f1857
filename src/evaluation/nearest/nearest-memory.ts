import { InputDataError } from '../../errors.js';
import { compileKernels, type Arithmetic } from '../../kernels/kernels.js';
import {
  interleavedLength,
  paddedDepth,
  PANEL_WIDTH,
  placeVector,
  TILE_ROWS,
} from '../../kernels/layout.js';
import { KernelMemory } from '../../kernels/memory.js';
import type { KernelModule, WasmMemory } from '../../kernels/webassembly.js';
import { allocateBlock, type BlockBuffer } from '../product-blocks.js';
import type { VectorTable } from '../vector-table.js';

/** Panels that a kernel call scores against a tile: well below a millisecond. */
export const PANELS_PER_CALL = 64;

export interface NearestQueries extends Arithmetic {
  /** Query vectors, [count, dim]. */
  readonly vectors: Float32Array;
  readonly dim: number;
  /** Products to find for each. */
  readonly k: number;
  /** Products that a query may not find, `products[offsets[q] .. offsets[q + 1] - 1]` ascending. */
  readonly excluded: { readonly offsets: Uint32Array; readonly products: Uint32Array };
}

/** Stands for a product where there are fewer than `k`. */
export const NO_PRODUCT = 0xffffffff;

/** What the searching threads share. A row is a query. */
export interface NearestMemory {
  readonly module: KernelModule;
  readonly wasm: WasmMemory;
  readonly depth: number;
  readonly k: number;
  /** Query vectors, [queries / 4][depth, 4]. */
  readonly tiles: Float32Array;
  /** The best so far of each query, best first, [queries, k]. */
  readonly bestScores: Float32Array;
  readonly bestProducts: Uint32Array;
  readonly excludedOffsets: Uint32Array;
  readonly excludedProducts: Uint32Array;
  readonly blocks: readonly [BlockBuffer, BlockBuffer];
  /** Scratch of each thread, [panels][4, 8]. */
  readonly sums: readonly Float32Array[];
}

/**
 * Lays out the memory and copies the queries into it.
 *
 * @throws InputDataError when a query is not finite.
 */
export function allocateNearest(
  { vectors, dim, k, excluded, fusedMultiplyAdd }: NearestQueries,
  products: VectorTable,
  threads: number,
): NearestMemory {
  const memory = new KernelMemory();
  const numBest = (vectors.length / dim) * k;
  return {
    module: compileKernels({ fusedMultiplyAdd }),
    wasm: memory.wasm,
    depth: paddedDepth(dim),
    k,
    tiles: placeQueries(memory, vectors, dim),
    bestScores: memory.float32(numBest).fill(-Infinity),
    bestProducts: memory.uint32(numBest).fill(NO_PRODUCT),
    excludedOffsets: copyInto(memory, excluded.offsets),
    excludedProducts: copyInto(memory, excluded.products),
    blocks: [allocateBlock(memory, products), allocateBlock(memory, products)],
    sums: Array.from({ length: threads }, () =>
      memory.float32(PANELS_PER_CALL * TILE_ROWS * PANEL_WIDTH),
    ),
  };
}

function placeQueries(memory: KernelMemory, vectors: Float32Array, dim: number): Float32Array {
  const depth = paddedDepth(dim);
  const numQueries = vectors.length / dim;
  const values = memory.float32(interleavedLength(numQueries, TILE_ROWS, depth));
  for (let query = 0; query < numQueries; query++) {
    if (placeVector({ values, width: TILE_ROWS, depth }, query, vectors, query * dim, dim))
      continue;
    throw new InputDataError(`Query ${query} is not finite.`, { code: 'VECTOR_NOT_FINITE' });
  }
  return values;
}

function copyInto(memory: KernelMemory, values: Uint32Array): Uint32Array {
  const copy = memory.uint32(values.length);
  copy.set(values);
  return copy;
}
