/** Scores of user tiles against product panels, counted or kept. */
import { DEPTH_BLOCK, multiplyTile } from './multiply';

/** Bytes of the 4 x 8 sums of a tile and a panel. */
export const SUMS: usize = 128;
/** Bytes of a row's running counts: 4 lanes below, 4 lanes tied. */
export const LANES: usize = 32;

/** Writes the scores of `numTiles` tiles against one panel to `sums`, [numTiles, 4, 8]. */
export function scorePanel(
  tiles: usize,
  numTiles: u32,
  panel: usize,
  depth: u32,
  sums: usize,
): void {
  memory.fill(sums, 0, <usize>numTiles * SUMS);
  const tileBytes = (<usize>depth) << 4;
  for (let first: u32 = 0; first < depth; first += DEPTH_BLOCK) {
    const block = min(DEPTH_BLOCK, depth - first);
    let tile = tiles + ((<usize>first) << 4);
    for (let t: u32 = 0; t < numTiles; t++) {
      multiplyTile(tile, panel + ((<usize>first) << 5), block, sums + <usize>t * SUMS);
      tile += tileBytes;
    }
  }
}

/**
 * For every row of `tiles` adds to `counts` (uint32 [numTiles * 4, 2]) how many vectors of `panels` score
 * below and exactly at the row's threshold (float32 [numTiles * 4]). `sums` is scratch of 256 bytes a
 * tile. A NaN score, as of a padded vector, counts as neither.
 */
export function countPanels(
  tiles: usize,
  numTiles: u32,
  panels: usize,
  numPanels: u32,
  depth: u32,
  thresholds: usize,
  counts: usize,
  sums: usize,
): void {
  const lanes = sums + <usize>numTiles * SUMS;
  memory.fill(lanes, 0, <usize>numTiles * 4 * LANES);
  for (let p: u32 = 0; p < numPanels; p++) {
    scorePanel(tiles, numTiles, panels + <usize>p * ((<usize>depth) << 5), depth, sums);
    compareRows(sums, numTiles * 4, thresholds, lanes);
  }
  storeCounts(numTiles * 4, lanes, counts);
}

/** Adds the running counts of each row to `counts`. */
export function storeCounts(numRows: u32, lanes: usize, counts: usize): void {
  for (let row: u32 = 0; row < numRows; row++) {
    store<u32>(counts, load<u32>(counts) + sumLanes(v128.load(lanes)));
    store<u32>(counts, load<u32>(counts, 4) + sumLanes(v128.load(lanes, 16)), 4);
    counts += 8;
    lanes += LANES;
  }
}

/**
 * Adds what of `sums` (float32 [numRows, 8]) is below and at the row's threshold to its running counts. A true
 * comparison is -1 in its lane, so subtracting the mask counts it.
 */
export function compareRows(sums: usize, numRows: u32, thresholds: usize, lanes: usize): void {
  for (let row: u32 = 0; row < numRows; row++) {
    const threshold = v128.load32_splat(thresholds + ((<usize>row) << 2));
    const low = v128.load(sums);
    const high = v128.load(sums, 16);
    const below = i32x4.add(f32x4.lt(low, threshold), f32x4.lt(high, threshold));
    const tied = i32x4.add(f32x4.eq(low, threshold), f32x4.eq(high, threshold));
    v128.store(lanes, i32x4.sub(v128.load(lanes), below));
    v128.store(lanes, i32x4.sub(v128.load(lanes, 16), tied), 16);
    sums += 32;
    lanes += LANES;
  }
}

function sumLanes(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

/** Writes the scores of one tile against each panel to `scores`, [numPanels, 4, 8]. */
export function scorePanels(
  tile: usize,
  panels: usize,
  numPanels: u32,
  depth: u32,
  scores: usize,
): void {
  for (let p: u32 = 0; p < numPanels; p++) {
    scorePanel(tile, 1, panels + <usize>p * ((<usize>depth) << 5), depth, scores + <usize>p * SUMS);
  }
}
