/** Copying vectors from file to file: what must be known of them is found on the way. */

/** Of a float32's bits: all but the sign. */
const MAGNITUDE: i32 = 0x7fffffff;

/**
 * Copies `depth` float32 from `source`, at any byte, to `target`, which may lie before it and overlap. Returns how many
 * of them are zero, or -1 when the bits without sign of any exceed those of `limit`, which NaN and infinities do.
 */
export function packVector(source: usize, target: usize, depth: u32, limit: i32): i32 {
  const magnitudes = i32x4.splat(MAGNITUDE);
  const zero = i32x4.splat(0);
  let negativeZeros = zero;
  let largest = zero;
  let d: u32 = 0;
  for (; d + 4 <= depth; d += 4) {
    const value = v128.load(source);
    v128.store(target, value);
    const magnitude = v128.and(value, magnitudes);
    negativeZeros = i32x4.add(negativeZeros, i32x4.eq(magnitude, zero));
    largest = i32x4.max_s(largest, magnitude);
    source += 16;
    target += 16;
  }
  let numZeros =
    -i32x4.extract_lane(negativeZeros, 0) -
    i32x4.extract_lane(negativeZeros, 1) -
    i32x4.extract_lane(negativeZeros, 2) -
    i32x4.extract_lane(negativeZeros, 3);
  let exceeds = v128.any_true(i32x4.gt_s(largest, i32x4.splat(limit)));
  for (; d < depth; d++) {
    const bits = load<i32>(source);
    store<i32>(target, bits);
    const magnitude = bits & MAGNITUDE;
    if (magnitude == 0) numZeros++;
    if (magnitude > limit) exceeds = true;
    source += 4;
    target += 4;
  }
  return exceeds ? -1 : numZeros;
}
