/**
 * How vectors lie in kernel memory: interleaved, `TILE_ROWS` (users, output units) or `PANEL_WIDTH`
 * (products, rows of a layer) of them side by side, so that one load takes the same dimension of several.
 */

export const TILE_ROWS = 4;
export const PANEL_WIDTH = 8;

/** The kernels take up to four dimensions a step, so that others are padded with zeros. */
export function paddedDepth(dim: number): number {
  return Math.ceil(dim / 4) * 4;
}

/** Room for `count` vectors in groups of `width`, in floats. */
export function interleavedLength(count: number, width: number, depth: number): number {
  return Math.ceil(count / width) * width * depth;
}

export interface Interleaved {
  /** [groups][depth, width] */
  readonly values: Float32Array;
  readonly width: number;
  readonly depth: number;
}

/**
 * Writes the `dim` numbers at `source[from]` to `slot` (group slot / width, lane slot % width). Returns
 * whether all of them are finite.
 */
export function placeVector(
  target: Interleaved,
  slot: number,
  source: Float32Array,
  from: number,
  dim: number,
): boolean {
  const { values, width, depth } = target;
  const lane = slot % width;
  let at = (slot - lane) * depth + lane;
  // 0 as long as all are finite; NaN from the first that is not.
  let poison = 0;
  for (let i = from; i < from + dim; i++) {
    const value = source[i]!;
    poison += 0 * value;
    values[at] = value;
    at += width;
  }
  for (let i = dim; i < depth; i++, at += width) values[at] = 0;
  return poison === 0;
}
