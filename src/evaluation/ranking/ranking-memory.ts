import { compileKernels } from '../../kernels/kernels.js';
import { interleavedLength, paddedDepth, PANEL_WIDTH, TILE_ROWS } from '../../kernels/layout.js';
import { KernelMemory } from '../../kernels/memory.js';
import type { KernelModule, WasmMemory } from '../../kernels/webassembly.js';
import { allocateBlock, type BlockBuffer } from '../product-blocks.js';
import type { RankPairsOptions } from './rank-options.js';
import { allocateScreening, type ScreeningMemory } from './screening.js';

/** Rows (pairs) that a kernel call ranks against some panels. */
export const ROWS_PER_CALL = 64;
/** User vectors in memory at once. */
const TILE_BYTES = 256 * 2 ** 20;

/** What the ranking threads share. A row is a pair of the pair block at hand. */
export interface RankingMemory {
  readonly module: KernelModule;
  readonly wasm: WasmMemory;
  readonly depth: number;
  readonly maxRows: number;
  /** User vectors, [maxRows / 4][depth, 4]. */
  readonly tiles: Float32Array;
  readonly rowUser: Uint32Array;
  readonly rowProduct: Uint32Array;
  /** Score of each row's own product. */
  readonly thresholds: Float32Array;
  /** For each group [maxRows, 2]: products that score below, and exactly at, the threshold. */
  readonly counts: readonly [Uint32Array, Uint32Array];
  readonly ownedOffsets: Uint32Array;
  readonly ownedProducts: Uint32Array;
  readonly blocks: readonly [BlockBuffer, BlockBuffer];
  readonly screening: ScreeningMemory | undefined;
  /** Scratch of each thread. */
  readonly sums: readonly Float32Array[];
}

/** Lays out the memory for as many rows as fit the budget, and copies the owned products into it. */
export function allocateRanking(options: RankPairsOptions, threads: number): RankingMemory {
  const { pairs, owned, users, products } = options;
  const memory = new KernelMemory();
  const depth = paddedDepth(users.dim);
  const fitting = Math.min(pairs.userIndex.length, Math.floor(TILE_BYTES / (4 * depth)));
  const maxRows = Math.ceil(fitting / ROWS_PER_CALL) * ROWS_PER_CALL;
  const copy = (values: Uint32Array): Uint32Array => {
    const shared = memory.uint32(values.length);
    shared.set(values);
    return shared;
  };
  const blocks = [allocateBlock(memory, products), allocateBlock(memory, products)] as const;
  const size = { maxRows, rowsPerCall: ROWS_PER_CALL, depth, threads };
  return {
    module: compileKernels(),
    wasm: memory.wasm,
    depth,
    maxRows,
    tiles: memory.float32(interleavedLength(maxRows, TILE_ROWS, depth)),
    rowUser: memory.uint32(maxRows),
    rowProduct: memory.uint32(maxRows),
    thresholds: memory.float32(maxRows),
    counts: [memory.uint32(2 * maxRows), memory.uint32(2 * maxRows)],
    ownedOffsets: copy(owned.offsets),
    ownedProducts: copy(owned.products),
    blocks,
    screening: allocateScreening(memory, size, blocks),
    // Per row a tile's scores against one panel, and 4 lanes each of running counts.
    sums: Array.from({ length: threads }, () => memory.float32(ROWS_PER_CALL * 2 * PANEL_WIDTH)),
  };
}
