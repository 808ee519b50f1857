/** What screening needs beside the vectors: their rounded copies, and bounds for integer scores. */
import { interleavedLength, TILE_ROWS } from '../../kernels/layout.js';
import type { KernelMemory } from '../../kernels/memory.js';
import type { BlockBuffer } from '../product-blocks.js';
import { DEEPEST, screeningBounds, type Rounding } from './rounding.js';

/** With fewer rows, rounding the products takes longer than screening saves. */
const FEWEST_ROWS = 256;

/** What the ranking threads share for screening. */
export interface ScreeningMemory {
  /** [maxRows / 4][depth / 2, 4, 2] */
  readonly tiles: Int16Array;
  /** `Rounding` of each row: scale, length, error, [maxRows, 3]. */
  readonly rows: Float64Array;
  /** For each block buffer [panels][depth / 2, 8, 2]. */
  readonly blocks: readonly [Int16Array, Int16Array];
  /** For each thread [rows of a call, 2]. */
  readonly bounds: readonly Int32Array[];
  /** Scratch of the thread that rounds. */
  readonly lanes: Float32Array;
}

export interface ScreeningSize {
  readonly maxRows: number;
  readonly rowsPerCall: number;
  readonly depth: number;
  readonly threads: number;
}

/** Undefined where screening does not pay. */
export function allocateScreening(
  memory: KernelMemory,
  { maxRows, rowsPerCall, depth, threads }: ScreeningSize,
  blocks: readonly [BlockBuffer, BlockBuffer],
): ScreeningMemory | undefined {
  if (maxRows < FEWEST_ROWS || depth > DEEPEST) return undefined;
  const rows = new SharedArrayBuffer(3 * maxRows * Float64Array.BYTES_PER_ELEMENT);
  return {
    tiles: memory.int16(interleavedLength(maxRows, TILE_ROWS, depth)),
    rows: new Float64Array(rows),
    blocks: [memory.int16(blocks[0].panels.length), memory.int16(blocks[1].panels.length)],
    bounds: Array.from({ length: threads }, () => memory.int32(2 * rowsPerCall)),
    lanes: memory.float32(4 * TILE_ROWS),
  };
}

/** Fills a thread's bounds for the rows [begin, end). The rows that fill up the last tile are decided by any score. */
export function boundRows(
  { rows, bounds }: ScreeningMemory,
  thread: number,
  thresholds: Float32Array,
  products: Rounding,
  { begin, end, depth }: { begin: number; end: number; depth: number },
): void {
  const target = bounds[thread]!.fill(2 ** 31 - 1);
  for (let row = begin; row < end; row++) {
    const at = 3 * row;
    const rounding = { scale: rows[at]!, length: rows[at + 1]!, error: rows[at + 2]! };
    target.set(screeningBounds(thresholds[row]!, rounding, products, depth), 2 * (row - begin));
  }
}
