/**
 * Layouts of the encoder's layers. Weights come in groups of 32 output units, [groups][blocks][4 panels][256, 8]: a
 * block is 256 dimensions, the last one may be shorter but has the same room. What a layer makes is
 * [tiles][panels][4, 8]: rows in tiles of 4, output units in panels of 8. `outputStride` is the bytes from tile to tile.
 *
 * A row that is read, a vector of the features or what the layer before made, is pieces of 8 numbers.
 */

/** Dimensions of a block: 32 KiB of weights, beside which a tile or a list of a row stays in the first-level cache. */
export const BLOCK_DEPTH: u32 = 256;
/** Bytes of a panel in a block. */
export const PANEL_BYTES: usize = 8192;
/** Bytes of a block of a group. */
export const BLOCK_BYTES: usize = 4 * PANEL_BYTES;
/** Bytes of the sums of a tile and a panel. */
export const SUMS_BYTES: usize = 128;
/** Floats of a piece. */
export const PIECE: u32 = 8;

/** Sets all rows of an output of `numTiles` tiles to `bias`, float32 [numPanels * 8]. */
export function startFromBias(bias: usize, numPanels: u32, numTiles: u32, output: usize): void {
  for (let t: u32 = 0; t < numTiles; t++) {
    for (let p: u32 = 0; p < numPanels; p++) {
      const low = v128.load(bias + ((<usize>p) << 5));
      const high = v128.load(bias + ((<usize>p) << 5), 16);
      for (let row: usize = 0; row < 4; row++) {
        v128.store(output, low);
        v128.store(output, high, 16);
        output += 32;
      }
    }
  }
}

/** max(0, .) of an output. */
export function rectify(output: usize, numPanels: u32, numTiles: u32): void {
  const zero = f32x4.splat(0);
  const end = output + <usize>numPanels * <usize>numTiles * SUMS_BYTES;
  for (; output < end; output += 16) v128.store(output, f32x4.max(v128.load(output), zero));
}
