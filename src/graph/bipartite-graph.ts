import { InputDataError } from '../errors.js';

/** Purchases: pair i says that user `userIndex[i]` bought product `productIndex[i]`. */
export interface PurchaseEdges {
  readonly numUsers: number;
  readonly numProducts: number;
  readonly userIndex: Uint32Array;
  readonly productIndex: Uint32Array;
  /** [pairs] How strongly a pair is linked, above 0, e.g. its rating; absent where all are alike. */
  readonly weight?: Float32Array | undefined;
}

/**
 * The undirected user-product graph in compressed rows. User u is node u, product p is node numUsers + p;
 * the neighbours of node v are `col[rowptr[v]] .. col[rowptr[v + 1] - 1]`, ascending.
 */
export interface BipartiteGraph {
  readonly numUsers: number;
  readonly numProducts: number;
  readonly numNodes: number;
  /** Undirected. */
  readonly numEdges: number;
  /** [numNodes + 1] */
  readonly rowptr: Uint32Array;
  /** [2 * numEdges] node indices */
  readonly col: Uint32Array;
  /** [2 * numEdges] of the edge to `col` at the same place; absent where all are alike. */
  readonly weight?: Float32Array | undefined;
}

/**
 * Builds the graph by counting sort, in time and memory linear in nodes and edges, from pairs in any order.
 *
 * @throws InputDataError when an index is out of range, a weight is not above 0 or a pair occurs twice.
 */
export function buildBipartiteGraph(edges: PurchaseEdges): BipartiteGraph {
  const { numUsers, numProducts } = edges;
  checkEdges(edges);
  const numNodes = numUsers + numProducts;
  const numEdges = edges.userIndex.length;
  const rowptr = countDegrees(edges);
  const col = new Uint32Array(2 * numEdges);
  const weight = edges.weight && new Float32Array(2 * numEdges);
  const graph = { numUsers, numProducts, numNodes, numEdges, rowptr, col, weight };
  fillUnsortedProductRows(graph, edges);
  // Reading rows of one side in ascending order fills the rows of the other side in ascending order.
  fillFromRows(graph, numUsers, numNodes, 0);
  fillFromRows(graph, 0, numUsers, numUsers);
  checkNoDuplicates(graph);
  return graph;
}

function checkEdges(edges: PurchaseEdges): void {
  const { numUsers, numProducts, userIndex, productIndex, weight } = edges;
  requireAsMany(edges, productIndex.length, 'product indices');
  if (weight !== undefined) {
    requireAsMany(edges, weight.length, 'weights');
    checkWeights(weight);
  }
  for (let i = 0; i < userIndex.length; i++) {
    if (userIndex[i]! >= numUsers) throw outOfRange(i, 'user', userIndex[i]!, numUsers);
    if (productIndex[i]! >= numProducts)
      throw outOfRange(i, 'product', productIndex[i]!, numProducts);
  }
}

function requireAsMany({ userIndex }: PurchaseEdges, count: number, what: string): void {
  if (count === userIndex.length) return;
  throw new InputDataError(`There are ${userIndex.length} user indices but ${count} ${what}.`);
}

function checkWeights(weight: Float32Array): void {
  for (const [i, value] of weight.entries()) {
    if (value > 0 && value < Infinity) continue;
    throw new InputDataError(`Purchase ${i} has weight ${value}, but weights must be above 0.`, {
      code: 'EDGE_WEIGHT',
    });
  }
}

function outOfRange(edge: number, kind: string, index: number, count: number): InputDataError {
  return new InputDataError(
    `Purchase ${edge} names ${kind} index ${index}, but there are ${count} ${kind}s.`,
    { code: 'EDGE_OUT_OF_RANGE' },
  );
}

function countDegrees({
  numUsers,
  numProducts,
  userIndex,
  productIndex,
}: PurchaseEdges): Uint32Array {
  const rowptr = new Uint32Array(numUsers + numProducts + 1);
  for (let i = 0; i < userIndex.length; i++) {
    rowptr[userIndex[i]! + 1]!++;
    rowptr[numUsers + productIndex[i]! + 1]!++;
  }
  for (let v = 1; v < rowptr.length; v++) rowptr[v]! += rowptr[v - 1]!;
  return rowptr;
}

function fillUnsortedProductRows(graph: BipartiteGraph, edges: PurchaseEdges): void {
  const next = graph.rowptr.slice(graph.numUsers);
  for (let i = 0; i < graph.numEdges; i++) {
    const place = next[edges.productIndex[i]!]!++;
    graph.col[place] = edges.userIndex[i]!;
    if (graph.weight) graph.weight[place] = edges.weight![i]!;
  }
}

/** Appends each node v of [begin, end) to the rows of its neighbours, which start at node `firstTarget`. */
function fillFromRows(
  graph: BipartiteGraph,
  begin: number,
  end: number,
  firstTarget: number,
): void {
  const { rowptr, col, weight } = graph;
  const next = rowptr.slice(firstTarget);
  for (let v = begin; v < end; v++) {
    for (let e = rowptr[v]!; e < rowptr[v + 1]!; e++) {
      const place = next[col[e]! - firstTarget]!++;
      col[place] = v;
      if (weight) weight[place] = weight[e]!;
    }
  }
}

function checkNoDuplicates({ numUsers, rowptr, col }: BipartiteGraph): void {
  for (let u = 0; u < numUsers; u++) {
    for (let e = rowptr[u]! + 1; e < rowptr[u + 1]!; e++) {
      if (col[e] !== col[e - 1]) continue;
      throw new InputDataError(
        `User index ${u} and product index ${col[e]! - numUsers} are paired more than once.`,
        { code: 'DUPLICATE_EDGE' },
      );
    }
  }
}
