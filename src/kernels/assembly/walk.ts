/**
 * Random walks, 16 at a time. A single walk waits for memory at every step (two dependent loads far
 * apart); interleaved walks wait together, which is 4 to 7 times faster.
 */
import { below, hashNext, mix32 } from './random';

/** Walks that advance together. */
const IN_FLIGHT: u32 = 16;
/** Bytes of a walk in flight: current node, and the Weyl sequence that its draws are mixed from. */
const LANE: usize = 12;
/** Bytes of an edge's alias record: a node, the other node of its slot, where in the slot that one begins. */
const RECORD: usize = 12;

/**
 * Writes a shuffled copy of `values` (uint32 x count) to `order`: Fisher-Yates from the inside out, drawn
 * from the generator that `key` seeds.
 */
export function shuffle(values: usize, count: u32, key: u32, order: usize): void {
  let counter = key;
  const increment = hashNext(key, 1) | 1;
  for (let i: u32 = 0; i < count; i++) {
    counter += increment;
    const j = below(mix32(counter), i + 1);
    store<u32>(order + (<usize>i << 2), load<u32>(order + (<usize>j << 2)));
    store<u32>(order + (<usize>j << 2), load<u32>(values + (<usize>i << 2)));
  }
}

/**
 * Walks from `starts` (uint32 x count) over the graph `rowptr`, `col`, every neighbour alike; walk i fills
 * `walkLength` node indices at `out + 4 * i * walkLength`. `key` is `hash32(seed, epoch)`, `walkNumber` the
 * pass over all starts. `lanes` is scratch of 16 x 12 bytes; `out` needs room for `count` rounded up to 16.
 */
export function walk(
  rowptr: usize,
  col: usize,
  starts: usize,
  count: u32,
  walkLength: u32,
  key: u32,
  walkNumber: u32,
  lanes: usize,
  out: usize,
): void {
  walkAll(rowptr, col, starts, count, walkLength, key, walkNumber, lanes, out, false);
}

/**
 * The same in proportion to weights: `records` has 12 bytes for each edge, as `src/graph/alias-records.ts`
 * writes them.
 */
export function walkWeighted(
  rowptr: usize,
  records: usize,
  starts: usize,
  count: u32,
  walkLength: u32,
  key: u32,
  walkNumber: u32,
  lanes: usize,
  out: usize,
): void {
  walkAll(rowptr, records, starts, count, walkLength, key, walkNumber, lanes, out, true);
}

// @ts-ignore: decorator
@inline
function walkAll(
  rowptr: usize,
  edges: usize,
  starts: usize,
  count: u32,
  walkLength: u32,
  key: u32,
  walkNumber: u32,
  lanes: usize,
  out: usize,
  weighted: bool,
): void {
  const stride = <usize>walkLength << 2;
  const lanesEnd = lanes + <usize>IN_FLIGHT * LANE;
  for (let first: u32 = 0; first < count; first += IN_FLIGHT) {
    seedLanes(starts + (<usize>first << 2), min(IN_FLIGHT, count - first), key, walkNumber, lanes);
    const end = out + stride;
    for (let at = out; at < end; at += 4) {
      let target = at;
      for (let lane = lanes; lane < lanesEnd; lane += 4 * LANE) {
        step(rowptr, edges, lane, target, weighted);
        step(rowptr, edges, lane + LANE, target + stride, weighted);
        step(rowptr, edges, lane + 2 * LANE, target + 2 * stride, weighted);
        step(rowptr, edges, lane + 3 * LANE, target + 3 * stride, weighted);
        target += 4 * stride;
      }
    }
    out += stride * IN_FLIGHT;
  }
}

/** Writes the lane's node to `at` and moves on to a neighbour. */
// @ts-ignore: decorator
@inline
function step(rowptr: usize, edges: usize, lane: usize, at: usize, weighted: bool): void {
  const node = load<u32>(lane);
  store<u32>(at, node);
  const ends = rowptr + (<usize>node << 2);
  const begin = load<u32>(ends);
  const degree = load<u32>(ends, 4) - begin;
  const counter = load<u32>(lane, 4) + load<u32>(lane, 8);
  store<u32>(lane, counter, 4);
  if (weighted) {
    const product = <u64>mix32(counter) * <u64>degree;
    const record = edges + <usize>(begin + <u32>(product >>> 32)) * RECORD;
    const isOwner = <u32>product < load<u32>(record, 8);
    store<u32>(lane, load<u32>(record + (isOwner ? 0 : 4)));
  } else {
    const edge = begin + below(mix32(counter), degree);
    store<u32>(lane, load<u32>(edges + (<usize>edge << 2)));
  }
}

/** Lanes beyond `count` repeat the first walk, so that 16 always advance. */
function seedLanes(starts: usize, count: u32, key: u32, walkNumber: u32, lanes: usize): void {
  for (let i: u32 = 0; i < IN_FLIGHT; i++) {
    const node = load<u32>(starts + (i < count ? <usize>i << 2 : 0));
    const seed = hashNext(hashNext(key, node), walkNumber);
    const lane = lanes + <usize>i * LANE;
    store<u32>(lane, node);
    store<u32>(lane, seed, 4);
    store<u32>(lane, hashNext(seed, 1) | 1, 8);
  }
}
