/**
 * Products of rows and weights, zeros of the rows left out. A product that is left out would be 0 and change no sum, so
 * the sums are those of `densePanels`, bit for bit: weights are finite, and no sum is ever -0, as no bias is. (A fused
 * sum can become -0 by underflow; it may then differ in that sign, which no comparison sees.)
 */
import { BLOCK_BYTES, BLOCK_DEPTH, PANEL_BYTES, PIECE, SUMS_BYTES } from './layer';
import { multiplyAdd } from './multiply-add';

/** Bytes of an entry: u32, where its dimension's weights are in a panel; float32, the number. */
const ENTRY: usize = 8;

/**
 * Lists what is not 0 of `numRows` rows of `depth` numbers: to `entries` block by block and in each row by row, to
 * `ends` (u32 [blocks, numRows]) where each row's part ends. Strides are those of `interleaveRows`. Needs room for one
 * entry more than there are numbers. Returns how many entries there are.
 */
export function listRows(
  source: usize,
  tileStride: usize,
  rowStride: usize,
  pieceStride: usize,
  numRows: u32,
  depth: u32,
  entries: usize,
  ends: usize,
): u32 {
  const begin = entries;
  for (let d: u32 = 0; d < depth; d += BLOCK_DEPTH) {
    const block = min(BLOCK_DEPTH, depth - d);
    for (let row: u32 = 0; row < numRows; row++) {
      const piece = source + <usize>(row >> 2) * tileStride + <usize>(row & 3) * rowStride;
      entries = listBlock(piece, pieceStride, block, entries);
      store<u32>(ends, entries);
      ends += 4;
    }
    source += <usize>(BLOCK_DEPTH / PIECE) * pieceStride;
  }
  return <u32>((entries - begin) / ENTRY);
}

// @ts-ignore: decorator
@inline
function listBlock(piece: usize, pieceStride: usize, block: u32, entries: usize): usize {
  for (let d: u32 = 0; d < block; d += PIECE) {
    const end = d + min(PIECE, block - d);
    let at = piece;
    for (let i = d; i < end; i++) {
      const bits = load<u32>(at);
      // Written anyway, and written over if this is 0 or -0: a jump that cannot be foreseen costs more.
      store<u32>(entries, i << 5);
      store<u32>(entries, bits, 4);
      entries += <usize>(<u32>(bits << 1 != 0)) << 3;
      at += 4;
    }
    piece += pieceStride;
  }
  return entries;
}

/**
 * Adds to `numGroups` groups of 4 panels of `output` the products of listed rows with `weights`. Each sum is accumulated
 * in the order of depth.
 */
export function sparseGroups(
  weights: usize,
  numGroups: u32,
  entries: usize,
  ends: usize,
  numRows: u32,
  depth: u32,
  output: usize,
  outputStride: usize,
): void {
  const numBlocks = (depth + BLOCK_DEPTH - 1) / BLOCK_DEPTH;
  for (let g: u32 = 0; g < numGroups; g++) {
    let entry = entries;
    let rowEnd = ends;
    for (let b: u32 = 0; b < numBlocks; b++) {
      for (let row: u32 = 0; row < numRows; row++) {
        const end = load<u32>(rowEnd);
        const sums = output + <usize>(row >> 2) * outputStride + (<usize>(row & 3) << 5);
        addRow(entry, end, weights, sums);
        entry = end;
        rowEnd += 4;
      }
      weights += BLOCK_BYTES;
    }
    output += 4 * SUMS_BYTES;
  }
}

/**
 * Adds the products of a row's entries with a block of weights to its 32 sums, 8 in each panel. No entry is beyond the
 * block; that it is asked, between the panels, keeps V8 from loading all weights of an entry before it multiplies, for
 * which there are too few registers: one sum was kept in memory, which cost a tenth, and a third with fused multiply-add.
 */
function addRow(entry: usize, end: usize, weights: usize, sums: usize): void {
  let a0 = v128.load(sums);
  let a1 = v128.load(sums, 16);
  let b0 = v128.load(sums, 128);
  let b1 = v128.load(sums, 144);
  let c0 = v128.load(sums, 256);
  let c1 = v128.load(sums, 272);
  let d0 = v128.load(sums, 384);
  let d1 = v128.load(sums, 400);
  while (entry < end) {
    const offset = load<u32>(entry);
    const at = weights + <usize>offset;
    const one = v128.load32_splat(entry, 4);
    a0 = multiplyAdd(one, v128.load(at), a0);
    a1 = multiplyAdd(one, v128.load(at, 16), a1);
    b0 = multiplyAdd(one, v128.load(at, 8192), b0);
    b1 = multiplyAdd(one, v128.load(at, 8208), b1);
    if (<usize>offset >= PANEL_BYTES) break;
    c0 = multiplyAdd(one, v128.load(at, 16384), c0);
    c1 = multiplyAdd(one, v128.load(at, 16400), c1);
    d0 = multiplyAdd(one, v128.load(at, 24576), d0);
    d1 = multiplyAdd(one, v128.load(at, 24592), d1);
    entry += ENTRY;
  }
  v128.store(sums, a0);
  v128.store(sums, a1, 16);
  v128.store(sums, b0, 128);
  v128.store(sums, b1, 144);
  v128.store(sums, c0, 256);
  v128.store(sums, c1, 272);
  v128.store(sums, d0, 384);
  v128.store(sums, d1, 400);
}
