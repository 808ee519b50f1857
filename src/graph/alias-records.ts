import type { BipartiteGraph } from './bipartite-graph.js';

/** Words of a record: a node, the node that shares its slot, and where in the slot the second begins. */
export const RECORD_WORDS = 3;

const TWO_32 = 2 ** 32;

/**
 * Walker's alias method: for each node as many slots of equal width as it has neighbours, each shared by at
 * most two of them, so that a draw takes the same short time whatever the degree. The record of edge e in
 * `records` [2 * numEdges, RECORD_WORDS] is [col[e], other, threshold]: the lower threshold / 2^32 of the
 * slot belongs to col[e], the rest to `other`. A neighbour's chance is its share of the weights, off by at
 * most degree / 2^32. Where all weights are equal every slot has one owner, and the walks are those of the
 * uniform walker.
 */
export function writeAliasRecords(
  { rowptr, col, numNodes }: BipartiteGraph,
  weight: Float32Array,
  records: Uint32Array,
): void {
  const widest = maxDegree(rowptr);
  const scratch = {
    shares: new Float64Array(widest),
    small: new Uint32Array(widest),
    large: new Uint32Array(widest),
  };
  for (let v = 0; v < numNodes; v++) {
    const begin = rowptr[v]!;
    const end = rowptr[v + 1]!;
    for (let e = begin; e < end; e++) records.set([col[e]!, col[e]!, 0], e * RECORD_WORDS);
    shareSlots(
      weight.subarray(begin, end),
      records.subarray(begin * RECORD_WORDS, end * RECORD_WORDS),
      scratch,
    );
  }
}

interface Scratch {
  /** Of each neighbour: its wish in slots, the mean being 1. */
  readonly shares: Float64Array;
  /** Neighbours that fill less than their slot, and those that fill it. */
  readonly small: Uint32Array;
  readonly large: Uint32Array;
}

/** Fills the slots of those who wish for less than one with the surplus of those who wish for more. */
function shareSlots(weight: Float32Array, records: Uint32Array, scratch: Scratch): void {
  const { shares, small, large } = scratch;
  const degree = weight.length;
  let total = 0;
  for (let i = 0; i < degree; i++) total += weight[i]!;
  let numSmall = 0;
  let numLarge = 0;
  for (let i = 0; i < degree; i++) {
    shares[i] = (weight[i]! * degree) / total;
    if (shares[i]! < 1) small[numSmall++] = i;
    else large[numLarge++] = i;
  }
  while (numSmall > 0 && numLarge > 0) {
    const giver = large[numLarge - 1]!;
    const taker = small[--numSmall]!;
    records[taker * RECORD_WORDS + 1] = records[giver * RECORD_WORDS]!;
    records[taker * RECORD_WORDS + 2] = shares[taker]! * TWO_32;
    shares[giver]! -= 1 - shares[taker]!;
    if (shares[giver]! >= 1) continue;
    numLarge--;
    small[numSmall++] = giver;
  }
  // Who is left over fills a slot, but for rounding.
}

function maxDegree(rowptr: Uint32Array): number {
  let widest = 0;
  for (let v = 1; v < rowptr.length; v++) widest = Math.max(widest, rowptr[v]! - rowptr[v - 1]!);
  return widest;
}
