/**
 * Vectors rounded to 16-bit integers, whose dot products decide most comparisons of scores in fewer instructions than
 * float32 takes, and how far such a product can be from the score of the float32 kernel.
 *
 * A vector a becomes whole numbers A = s a + e, where s is its scale and e what rounding did. Then
 *
 *     | A.B - s_a s_b a.b | <= s_a |a| |e_b| + |e_a| s_b |b| + |e_a| |e_b|     (Cauchy-Schwarz).
 *
 * Lengths of e are measured while rounding, in float32, and enlarged by what float32 may have lost. The float32 kernel
 * itself is off by at most n u / (1 - n u) |a| |b| with n = depth and u = 2^-24 (Higham, Accuracy and Stability of
 * Numerical Algorithms, section 3.1), which is below 1.01 n u |a| |b| for n up to `DEEPEST`. That bound is without
 * underflow, which takes at most n 2^-150 from vectors that are longer than `SHORTEST`: far below one integer.
 */

/** Length that vectors are scaled to: with what rounding adds, at most sqrt(depth) / 2, the product of two is below 2^31. */
const LENGTH = 46_000;
const LARGEST = 32_767;
/** Dimensions up to which the bounds hold. */
export const DEEPEST = 100_000;
/** Vectors outside of these lengths may lose digits to underflow or overflow; they are left to float32. */
const SHORTEST = 1e-15;
const LONGEST = 1e15;
const UNIT = 2 ** -24;
const INT32_MAX = 2 ** 31 - 1;

/** How vectors were rounded: upper bounds of their lengths, in their own units, and of their errors', in integers. */
export interface Rounding {
  /** 0 where nothing is to be decided by rounded vectors. */
  readonly scale: number;
  readonly length: number;
  readonly error: number;
}

/** An upper bound of a length from its square, which was summed over `depth` in float32. */
export function lengthBound(square: number, depth: number): number {
  return Math.sqrt(square * (1 + 2 * depth * UNIT));
}

/** The scale of vectors up to this length, with entries up to this size; a float32. */
export function scaleFor(length: number, largest: number): number {
  if (!(length > SHORTEST && length < LONGEST)) return 0;
  return Math.fround(Math.min(LENGTH / length, LARGEST / largest) * (1 - 2 * UNIT));
}

/** The bound of an error that was measured on numbers already scaled in float32, which is off by a unit itself. */
export function errorBound(square: number, depth: number): number {
  return lengthBound(square, depth) + 1.01 * UNIT * LENGTH;
}

/**
 * What the integer score of a row must be below, and above, so that its float32 score is surely below, and surely
 * above, `threshold`.
 */
export function screeningBounds(
  threshold: number,
  row: Rounding,
  products: Rounding,
  depth: number,
): [number, number] {
  const scale = row.scale * products.scale;
  // A score that overflows both ways is NaN; nothing is below it, or above.
  if (scale === 0 || Number.isNaN(threshold)) return [-INT32_MAX, INT32_MAX];
  const rounding =
    row.scale * row.length * products.error +
    products.scale * products.length * row.error +
    row.error * products.error;
  const float32 = scale * 1.01 * depth * UNIT * row.length * products.length;
  // The rest is for double precision, which is not exact either, and for underflow.
  const margin = (rounding + float32) * (1 + 1e-9) + 1;
  const center = threshold * scale;
  return [inInt32(Math.floor(center - margin)), inInt32(Math.ceil(center + margin))];
}

function inInt32(value: number): number {
  return Math.max(-INT32_MAX, Math.min(INT32_MAX, value));
}
