/** Products of rows and weights, all numbers of the rows taken. */
import { BLOCK_BYTES, BLOCK_DEPTH, PANEL_BYTES, PIECE, SUMS_BYTES } from './layer';
import { multiplyTile } from './multiply';

/**
 * Interleaves rows of `depth` numbers as `multiplyTile` takes them, [numTiles][paddedDepth, 4]. In `source`, tiles are
 * `tileStride` bytes apart, rows of a tile `rowStride`, pieces of a row `pieceStride`.
 */
export function interleaveRows(
  source: usize,
  tileStride: usize,
  rowStride: usize,
  pieceStride: usize,
  numTiles: u32,
  depth: u32,
  paddedDepth: u32,
  tiles: usize,
): void {
  for (let t: u32 = 0; t < numTiles; t++) {
    let piece = source;
    for (let d: u32 = 0; d < depth; d += PIECE) {
      const end = piece + (<usize>min(PIECE, depth - d) << 2);
      for (let at = piece; at < end; at += 4) {
        let from = at;
        for (let lane: usize = 0; lane < 16; lane += 4) {
          store<u32>(tiles + lane, load<u32>(from));
          from += rowStride;
        }
        tiles += 16;
      }
      piece += pieceStride;
    }
    const padding = <usize>(paddedDepth - depth) << 4;
    memory.fill(tiles, 0, padding);
    tiles += padding;
    source += tileStride;
  }
}

/**
 * Adds to panels [first, end) of `output` the products of `numTiles` interleaved rows with those panels of `weights`.
 * Each sum is accumulated in the order of depth. `depth` is a multiple of 4.
 */
export function densePanels(
  weights: usize,
  first: u32,
  end: u32,
  tiles: usize,
  numTiles: u32,
  depth: u32,
  output: usize,
  outputStride: usize,
): void {
  const numBlocks = (depth + BLOCK_DEPTH - 1) / BLOCK_DEPTH;
  for (let p = first; p < end; p++) {
    let panel = weights + <usize>(p >> 2) * numBlocks * BLOCK_BYTES + <usize>(p & 3) * PANEL_BYTES;
    for (let d: u32 = 0; d < depth; d += BLOCK_DEPTH) {
      const block = min(BLOCK_DEPTH, depth - d);
      let tile = tiles + ((<usize>d) << 4);
      let sums = output + <usize>p * SUMS_BYTES;
      for (let t: u32 = 0; t < numTiles; t++) {
        multiplyTile(tile, panel, block, sums);
        tile += (<usize>depth) << 4;
        sums += outputStride;
      }
      panel += BLOCK_BYTES;
    }
  }
}
