/** Rounding of vectors to integers, four side by side: lanes of a tile, or of half a panel. */

/**
 * Writes the sums of squares of 4 vectors and the sizes of their largest entries to `sizes`, float32 [2, 4]. The
 * vectors' dimensions are `stride` bytes apart.
 */
export function measureLanes(source: usize, stride: usize, depth: u32, sizes: usize): void {
  let squares = f32x4.splat(0);
  let largest = squares;
  for (let d: u32 = 0; d < depth; d++) {
    const value = v128.load(source);
    squares = f32x4.add(squares, f32x4.mul(value, value));
    largest = f32x4.max(largest, f32x4.abs(value));
    source += stride;
  }
  v128.store(sizes, squares);
  v128.store(sizes, largest, 16);
}

/**
 * Writes 4 vectors, each times its entry of `scales` (float32 [4]), as whole numbers to `target`: int16, pairs of
 * dimensions `stride` / 2 bytes x 2 apart, in each the 4 lanes with 2 numbers. No number may exceed int16. The sums
 * of squared differences go to `errors`, float32 [4].
 */
export function roundLanes(
  source: usize,
  stride: usize,
  depth: u32,
  scales: usize,
  target: usize,
  errors: usize,
): void {
  const scale = v128.load(scales);
  const lowHalf = i32x4.splat(0xffff);
  let squares = f32x4.splat(0);
  for (let d: u32 = 0; d < depth; d += 2) {
    const first = f32x4.mul(v128.load(source), scale);
    const second = f32x4.mul(v128.load(source + stride), scale);
    const one = f32x4.nearest(first);
    const two = f32x4.nearest(second);
    const offFirst = f32x4.sub(one, first);
    const offSecond = f32x4.sub(two, second);
    squares = f32x4.add(squares, f32x4.mul(offFirst, offFirst));
    squares = f32x4.add(squares, f32x4.mul(offSecond, offSecond));
    const low = v128.and(i32x4.trunc_sat_f32x4_s(one), lowHalf);
    const high = i32x4.shl(i32x4.trunc_sat_f32x4_s(two), 16);
    v128.store(target, v128.or(low, high));
    source += stride << 1;
    target += stride;
  }
  v128.store(errors, squares);
}
