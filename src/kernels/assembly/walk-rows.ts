/**
 * What walks in flight keep: `rows` [walkLength + 2][32 walks], uint32. Row 0 has the starts. A later row has the draws
 * of the step that leads there, until the step puts a node in the place of each. The last two have what the draws are
 * mixed from: the counters of a Weyl sequence, and their increments.
 */
import { hashNextx4, mix32x4 } from './random';

/** Walks that advance together. */
export const IN_FLIGHT: u32 = 32;
/** Bytes of a row. */
export const ROW: usize = 128;

/** Fills the rows of 32 walks from `starts` (uint32 x 32). `key` and `walkNumber` are those of `walk`. */
export function seedRows(
  starts: usize,
  walkLength: u32,
  key: u32,
  walkNumber: u32,
  rows: usize,
): void {
  const counters = rows + <usize>walkLength * ROW;
  const one = i32x4.splat(1);
  const epoch = i32x4.splat(key);
  const pass = i32x4.splat(walkNumber);
  for (let lane: usize = 0; lane < ROW; lane += 16) {
    const nodes = v128.load(starts + lane);
    const seeds = hashNextx4(hashNextx4(epoch, nodes), pass);
    v128.store(rows + lane, nodes);
    v128.store(counters + lane, seeds);
    v128.store(counters + lane, v128.or(hashNextx4(seeds, one), one), ROW);
  }
  // Apart from the loop above, whose results are a long time coming: so the eight of it overlap.
  for (let lane: usize = 0; lane < ROW; lane += 16) draw(counters + lane, rows + lane);
}

/** The draws of four walks, whose counters and increments are at `end`: one for each row from the second on. */
// @ts-ignore: decorator
@inline
function draw(end: usize, row: usize): void {
  let counters = v128.load(end);
  const increments = v128.load(end, ROW);
  for (; row < end - ROW; row += ROW) {
    counters = i32x4.add(counters, increments);
    v128.store(row, mix32x4(counters), ROW);
  }
}

/** Writes the 32 walks to `out` [32][walkLength]: the rows, turned. */
export function writeWalks(rows: usize, walkLength: u32, out: usize): void {
  for (let lane: usize = 0; lane < ROW; lane += 16) {
    turn(rows + lane, walkLength, out);
    out += <usize>walkLength << 4;
  }
}

/** Four walks, in squares of 4 x 4. */
function turn(from: usize, walkLength: u32, out: usize): void {
  const stride = <usize>walkLength << 2;
  const end = out + (stride & ~15);
  while (out < end) {
    const a = v128.load(from);
    const b = v128.load(from, ROW);
    const c = v128.load(from, 2 * ROW);
    const d = v128.load(from, 3 * ROW);
    const ab01 = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
    const cd01 = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
    const ab23 = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
    const cd23 = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<u64>(ab01, cd01, 0, 2));
    v128.store(out + stride, v128.shuffle<u64>(ab01, cd01, 1, 3));
    v128.store(out + 2 * stride, v128.shuffle<u64>(ab23, cd23, 0, 2));
    v128.store(out + 3 * stride, v128.shuffle<u64>(ab23, cd23, 1, 3));
    from += 4 * ROW;
    out += 16;
  }
  for (let rest = walkLength & 3; rest > 0; rest--) {
    store<u32>(out, load<u32>(from));
    store<u32>(out + stride, load<u32>(from, 4));
    store<u32>(out + 2 * stride, load<u32>(from, 8));
    store<u32>(out + 3 * stride, load<u32>(from, 12));
    from += ROW;
    out += 4;
  }
}
