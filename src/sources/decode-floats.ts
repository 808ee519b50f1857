import type { NpyDtype } from './npy-header.js';

/**
 * Little-endian numbers of `dtype` in `bytes` as float32, written to `target` (same count).
 * `bytes` must start at a multiple of 8 in its buffer.
 */
export function decodeFloats(bytes: Uint8Array, dtype: NpyDtype, target: Float32Array): void {
  if (dtype === '<f4') {
    target.set(new Float32Array(bytes.buffer, bytes.byteOffset, target.length));
  } else if (dtype === '<f8') {
    target.set(new Float64Array(bytes.buffer, bytes.byteOffset, target.length));
  } else {
    const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, target.length);
    for (const [i, half] of halves.entries()) target[i] = halfToNumber(half);
  }
}

/** IEEE 754 binary16 to a number. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
