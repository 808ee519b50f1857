/**
 * Counting by screening: scores of vectors rounded to 16-bit integers decide what they can, in half of the
 * instructions of float32; what lies too near to the threshold for them is scored in float32. The counts are those of
 * `countPanels`, whatever the rounding.
 */
import { multiplyTile } from './multiply';
import { compareRows, LANES, storeCounts, SUMS } from './score';

/**
 * As `countPanels`, for panels without padded vectors. `integerTiles` and `integerPanels` are the rounded
 * vectors, interleaved in pairs of dimensions: int16 [depth / 2, 4, 2] and [depth / 2, 8, 2]. `depth` is a
 * multiple of 4, and no sum of products may exceed int32. `bounds` (int32 [numTiles * 4, 2]) holds two numbers
 * for each row: an integer score below the first is surely below the threshold in float32, one above the
 * second surely above. Returns how many pairs of tile and panel had to be scored in float32.
 */
export function screenPanels(
  tiles: usize,
  integerTiles: usize,
  numTiles: u32,
  panels: usize,
  integerPanels: usize,
  numPanels: u32,
  depth: u32,
  thresholds: usize,
  bounds: usize,
  counts: usize,
  sums: usize,
): u32 {
  const lanes = sums + <usize>numTiles * SUMS;
  memory.fill(lanes, 0, <usize>numTiles * 4 * LANES);
  const tileBytes = (<usize>depth) << 4;
  let redone: u32 = 0;
  for (let p: u32 = 0; p < numPanels; p++) {
    for (let t: u32 = 0; t < numTiles; t++) {
      const tile = <usize>t * tileBytes;
      const rowLanes = lanes + ((<usize>t) << 2) * LANES;
      const decided = screenTile(
        integerTiles + (tile >> 1),
        integerPanels,
        depth >> 1,
        bounds + ((<usize>t) << 5),
        rowLanes,
      );
      if (decided) continue;
      redone++;
      memory.fill(sums, 0, SUMS);
      multiplyTile(tiles + tile, panels, depth, sums);
      compareRows(sums, 4, thresholds + ((<usize>t) << 4), rowLanes);
    }
    panels += (<usize>depth) << 5;
    integerPanels += (<usize>depth) << 4;
  }
  storeCounts(numTiles * 4, lanes, counts);
  return redone;
}

// @ts-ignore: decorator
@inline
function multiplyAddPairs(a: v128, b: v128, c: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(a, b), c);
}

/**
 * Adds a tile's counts to `lanes` unless a score is undecided; returns whether all were decided. `pairs` is even:
 * unrolled twice, as `multiplyTile` is.
 */
function screenTile(tile: usize, panel: usize, pairs: u32, bounds: usize, lanes: usize): bool {
  let a0 = i32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  const end = tile + (<usize>pairs << 4);
  while (tile < end) {
    let low = v128.load(panel);
    let high = v128.load(panel, 16);
    let one = v128.load32_splat(tile);
    a0 = multiplyAddPairs(one, low, a0);
    a1 = multiplyAddPairs(one, high, a1);
    one = v128.load32_splat(tile, 4);
    b0 = multiplyAddPairs(one, low, b0);
    b1 = multiplyAddPairs(one, high, b1);
    one = v128.load32_splat(tile, 8);
    c0 = multiplyAddPairs(one, low, c0);
    c1 = multiplyAddPairs(one, high, c1);
    one = v128.load32_splat(tile, 12);
    d0 = multiplyAddPairs(one, low, d0);
    d1 = multiplyAddPairs(one, high, d1);
    low = v128.load(panel, 32);
    high = v128.load(panel, 48);
    one = v128.load32_splat(tile, 16);
    a0 = multiplyAddPairs(one, low, a0);
    a1 = multiplyAddPairs(one, high, a1);
    one = v128.load32_splat(tile, 20);
    b0 = multiplyAddPairs(one, low, b0);
    b1 = multiplyAddPairs(one, high, b1);
    one = v128.load32_splat(tile, 24);
    c0 = multiplyAddPairs(one, low, c0);
    c1 = multiplyAddPairs(one, high, c1);
    one = v128.load32_splat(tile, 28);
    d0 = multiplyAddPairs(one, low, d0);
    d1 = multiplyAddPairs(one, high, d1);
    tile += 32;
    panel += 64;
  }
  const undecided = v128.or(
    v128.or(between(a0, a1, bounds), between(b0, b1, bounds + 8)),
    v128.or(between(c0, c1, bounds + 16), between(d0, d1, bounds + 24)),
  );
  if (v128.any_true(undecided)) return false;
  countBelow(a0, a1, bounds, lanes);
  countBelow(b0, b1, bounds + 8, lanes + LANES);
  countBelow(c0, c1, bounds + 16, lanes + 2 * LANES);
  countBelow(d0, d1, bounds + 24, lanes + 3 * LANES);
  return true;
}

// @ts-ignore: decorator
@inline
function between(low: v128, high: v128, bounds: usize): v128 {
  const from = v128.load32_splat(bounds);
  const to = v128.load32_splat(bounds, 4);
  return v128.or(
    v128.and(i32x4.ge_s(low, from), i32x4.le_s(low, to)),
    v128.and(i32x4.ge_s(high, from), i32x4.le_s(high, to)),
  );
}

/** A true comparison is -1 in its lane, so subtracting the mask counts it. */
// @ts-ignore: decorator
@inline
function countBelow(low: v128, high: v128, bounds: usize, lanes: usize): void {
  const from = v128.load32_splat(bounds);
  const below = i32x4.add(i32x4.lt_s(low, from), i32x4.lt_s(high, from));
  v128.store(lanes, i32x4.sub(v128.load(lanes), below));
}
