/**
 * Random walks, 32 at a time. A single walk waits for memory at every step (two dependent loads far apart); walks that
 * advance together wait together. How many a processor really overlaps is how many steps it can look ahead, a few
 * hundred instructions at best, so a step has to be short. So all draws are made beforehand, four at a time; a step
 * leaves its node where its draw was; and walks are put in order when they are complete.
 */
import { IN_FLIGHT, ROW, seedRows, writeWalks } from './walk-rows';

/** Bytes of an edge's alias record: a node, the other node of its slot, where in the slot that one begins. */
const RECORD: usize = 12;
/** Bytes of the eight walks that load together. */
const GROUP: usize = 32;

/**
 * Walks from `starts` (uint32 x count) over the graph `rowptr`, `col`, every neighbour alike; walk i fills
 * `walkLength` node indices at `out + 4 * i * walkLength`. `key` is `hash32(seed, epoch)`, `walkNumber` the
 * pass over all starts. `rows` is scratch of (walkLength + 2) x 128 bytes. As 32 walks always advance, `starts` is
 * read, and `out` written, up to `count` rounded up to 32; what is read must be nodes with a neighbour.
 */
export function walk(
  rowptr: usize,
  col: usize,
  starts: usize,
  count: u32,
  walkLength: u32,
  key: u32,
  walkNumber: u32,
  rows: usize,
  out: usize,
): void {
  walkAll(rowptr, col, starts, count, walkLength, key, walkNumber, rows, out, false);
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
  rows: usize,
  out: usize,
): void {
  walkAll(rowptr, records, starts, count, walkLength, key, walkNumber, rows, out, true);
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
  rows: usize,
  out: usize,
  weighted: bool,
): void {
  const last = rows + <usize>(walkLength - 1) * ROW;
  for (let first: u32 = 0; first < count; first += IN_FLIGHT) {
    seedRows(starts + (<usize>first << 2), walkLength, key, walkNumber, rows);
    for (let at = rows; at < last; at += GROUP) step(rowptr, edges, at, weighted);
    writeWalks(rows, walkLength, out);
    out += (<usize>walkLength << 2) * IN_FLIGHT;
  }
}

/** A step of the eight walks whose nodes are at `at`: to where their draws are, a row further. */
// @ts-ignore: decorator
@inline
function step(rowptr: usize, edges: usize, at: usize, weighted: bool): void {
  const place0 = choose(rowptr, load<u32>(at), load<u32>(at, ROW), weighted);
  const place1 = choose(rowptr, load<u32>(at, 4), load<u32>(at, ROW + 4), weighted);
  const place2 = choose(rowptr, load<u32>(at, 8), load<u32>(at, ROW + 8), weighted);
  const place3 = choose(rowptr, load<u32>(at, 12), load<u32>(at, ROW + 12), weighted);
  const place4 = choose(rowptr, load<u32>(at, 16), load<u32>(at, ROW + 16), weighted);
  const place5 = choose(rowptr, load<u32>(at, 20), load<u32>(at, ROW + 20), weighted);
  const place6 = choose(rowptr, load<u32>(at, 24), load<u32>(at, ROW + 24), weighted);
  const place7 = choose(rowptr, load<u32>(at, 28), load<u32>(at, ROW + 28), weighted);
  const node0 = follow(edges, place0, weighted);
  const node1 = follow(edges, place1, weighted);
  const node2 = follow(edges, place2, weighted);
  const node3 = follow(edges, place3, weighted);
  const node4 = follow(edges, place4, weighted);
  const node5 = follow(edges, place5, weighted);
  const node6 = follow(edges, place6, weighted);
  const node7 = follow(edges, place7, weighted);
  // Not between the loads, where they cost a few per cent.
  store<u32>(at, node0, ROW);
  store<u32>(at, node1, ROW + 4);
  store<u32>(at, node2, ROW + 8);
  store<u32>(at, node3, ROW + 12);
  store<u32>(at, node4, ROW + 16);
  store<u32>(at, node5, ROW + 20);
  store<u32>(at, node6, ROW + 24);
  store<u32>(at, node7, ROW + 28);
}

/** The edge that a draw falls on; for weighted walks in the high word, with where within its slot in the low one. */
// @ts-ignore: decorator
@inline
function choose(rowptr: usize, node: u32, draw: u32, weighted: bool): u64 {
  // Begin of the row and of the next, in one load.
  const ends = load<u64>(rowptr + (<usize>node << 2));
  const begin = <u32>ends;
  const product = <u64>draw * <u64>(<u32>(ends >>> 32) - begin);
  return weighted ? (ends << 32) + product : <u64>(begin + <u32>(product >>> 32));
}

/** The node at the other end. */
// @ts-ignore: decorator
@inline
function follow(edges: usize, place: u64, weighted: bool): u32 {
  if (!weighted) return load<u32>(edges + (<usize>place << 2));
  const record = edges + <usize>(place >>> 32) * RECORD;
  const owner = load<u32>(record);
  const other = load<u32>(record, 4);
  return <u32>place < load<u32>(record, 8) ? owner : other;
}
