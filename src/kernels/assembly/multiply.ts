/**
 * The one multiplication that scoring and the dense layers share: a tile of 4 vectors against a panel of
 * 8. A tile is interleaved [depth, 4], a panel [depth, 8]; depth is a multiple of 4 (padded with zeros). Each of
 * the 32 sums is accumulated in the order of depth, in float32: a pair of vectors gives the same bits wherever it
 * stands in tile and panel, and without fused multiply-add on every machine.
 */
import { multiplyAdd } from './multiply-add';

/** Depth that is multiplied at once: 8 KiB of tile and 16 KiB of panel stay in the first-level cache. */
export const DEPTH_BLOCK: u32 = 512;

/**
 * Adds tile x panel over `depth` to `sums` (float32 [4, 8]). Unrolled twice: four times made V8 spill
 * registers and was slower.
 */
export function multiplyTile(tile: usize, panel: usize, depth: u32, sums: usize): void {
  let a0 = v128.load(sums);
  let a1 = v128.load(sums, 16);
  let b0 = v128.load(sums, 32);
  let b1 = v128.load(sums, 48);
  let c0 = v128.load(sums, 64);
  let c1 = v128.load(sums, 80);
  let d0 = v128.load(sums, 96);
  let d1 = v128.load(sums, 112);
  const end = tile + (<usize>depth << 4);
  while (tile < end) {
    let low = v128.load(panel);
    let high = v128.load(panel, 16);
    let one = v128.load32_splat(tile);
    a0 = multiplyAdd(one, low, a0);
    a1 = multiplyAdd(one, high, a1);
    one = v128.load32_splat(tile, 4);
    b0 = multiplyAdd(one, low, b0);
    b1 = multiplyAdd(one, high, b1);
    one = v128.load32_splat(tile, 8);
    c0 = multiplyAdd(one, low, c0);
    c1 = multiplyAdd(one, high, c1);
    one = v128.load32_splat(tile, 12);
    d0 = multiplyAdd(one, low, d0);
    d1 = multiplyAdd(one, high, d1);
    low = v128.load(panel, 32);
    high = v128.load(panel, 48);
    one = v128.load32_splat(tile, 16);
    a0 = multiplyAdd(one, low, a0);
    a1 = multiplyAdd(one, high, a1);
    one = v128.load32_splat(tile, 20);
    b0 = multiplyAdd(one, low, b0);
    b1 = multiplyAdd(one, high, b1);
    one = v128.load32_splat(tile, 24);
    c0 = multiplyAdd(one, low, c0);
    c1 = multiplyAdd(one, high, c1);
    one = v128.load32_splat(tile, 28);
    d0 = multiplyAdd(one, low, d0);
    d1 = multiplyAdd(one, high, d1);
    tile += 32;
    panel += 64;
  }
  v128.store(sums, a0);
  v128.store(sums, a1, 16);
  v128.store(sums, b0, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, c0, 64);
  v128.store(sums, c1, 80);
  v128.store(sums, d0, 96);
  v128.store(sums, d1, 112);
}
