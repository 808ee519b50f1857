/** What every product of vectors is made of, in the one or the other arithmetic that the kernels are compiled for. */

/**
 * a x b + c of four numbers each. As it is by default, the product is rounded and then the sum, which gives the same bits
 * on every processor. With relaxed SIMD a processor that can rounds once: half of the instructions, and other last bits.
 */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** a x b + c as the kernels make it, for whoever asks which of the two it is. */
export function probeMultiplyAdd(a: f32, b: f32, c: f32): f32 {
  return f32x4.extract_lane(multiplyAdd(f32x4.splat(a), f32x4.splat(b), f32x4.splat(c)), 0);
}
