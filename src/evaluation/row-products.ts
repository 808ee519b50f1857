/**
 * Sums over two rows of `dim` numbers, which start at `from` in `a` and at `to` in `b`. In double precision
 * and four partial sums, whose additions do not wait for each other.
 */
export type RowProduct = (
  a: Float32Array,
  from: number,
  b: Float32Array,
  to: number,
  dim: number,
) => number;

export const dotProduct: RowProduct = (a, from, b, to, dim) => {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const shift = to - from;
  const end = from + dim;
  let i = from;
  for (; i + 3 < end; i += 4) {
    s0 += a[i]! * b[i + shift]!;
    s1 += a[i + 1]! * b[i + 1 + shift]!;
    s2 += a[i + 2]! * b[i + 2 + shift]!;
    s3 += a[i + 3]! * b[i + 3 + shift]!;
  }
  for (; i < end; i++) s0 += a[i]! * b[i + shift]!;
  return s0 + s1 + (s2 + s3);
};

export const squaredDistance: RowProduct = (a, from, b, to, dim) => {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const shift = to - from;
  const end = from + dim;
  let i = from;
  for (; i + 3 < end; i += 4) {
    s0 += (a[i]! - b[i + shift]!) ** 2;
    s1 += (a[i + 1]! - b[i + 1 + shift]!) ** 2;
    s2 += (a[i + 2]! - b[i + 2 + shift]!) ** 2;
    s3 += (a[i + 3]! - b[i + 3 + shift]!) ** 2;
  }
  for (; i < end; i++) s0 += (a[i]! - b[i + shift]!) ** 2;
  return s0 + s1 + (s2 + s3);
};
