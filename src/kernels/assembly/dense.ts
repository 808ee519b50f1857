/** A dense layer of the encoder: rows in panels of 8, output units in tiles of 4. */
import { DEPTH_BLOCK, multiplyTile } from './multiply';

/**
 * Computes `numTiles` x 4 output units of `numPanels` x 8 rows: bias + weights . input, then max(0, .)
 * when `relu` is not 0. `weights` are tiles [numTiles][depth, 4], `bias` float32 [numTiles * 4]. Panels
 * of input and output are `inputStride` and `outputStride` bytes apart; the output of a tile is already
 * in the panel layout that the next layer reads.
 */
export function denseTiles(
  weights: usize,
  bias: usize,
  numTiles: u32,
  input: usize,
  inputStride: usize,
  numPanels: u32,
  depth: u32,
  relu: u32,
  output: usize,
  outputStride: usize,
): void {
  for (let t: u32 = 0; t < numTiles; t++) {
    startFromBias(bias, output, outputStride, numPanels);
    for (let first: u32 = 0; first < depth; first += DEPTH_BLOCK) {
      const block = min(DEPTH_BLOCK, depth - first);
      const tile = weights + ((<usize>first) << 4);
      let panel = input + ((<usize>first) << 5);
      let sums = output;
      for (let p: u32 = 0; p < numPanels; p++) {
        multiplyTile(tile, panel, block, sums);
        panel += inputStride;
        sums += outputStride;
      }
    }
    if (relu != 0) rectify(output, outputStride, numPanels);
    weights += (<usize>depth) << 4;
    bias += 16;
    output += 128;
  }
}

function startFromBias(bias: usize, output: usize, stride: usize, numPanels: u32): void {
  for (let p: u32 = 0; p < numPanels; p++) {
    for (let unit: usize = 0; unit < 4; unit++) {
      const value = v128.load32_splat(bias + (unit << 2));
      v128.store(output + (unit << 5), value);
      v128.store(output + (unit << 5), value, 16);
    }
    output += stride;
  }
}

function rectify(output: usize, stride: usize, numPanels: u32): void {
  const zero = f32x4.splat(0);
  for (let p: u32 = 0; p < numPanels; p++) {
    for (let at: usize = 0; at < 128; at += 16) {
      v128.store(output + at, f32x4.max(v128.load(output + at), zero));
    }
    output += stride;
  }
}
