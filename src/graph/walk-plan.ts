import { InputDataError, UsageError } from '../errors.js';
import type { BipartiteGraph } from './bipartite-graph.js';

export interface WalkPlanOptions {
  /** Where it has weights, a walk chooses neighbours in proportion to them. */
  readonly graph: BipartiteGraph;
  /** n: walks from each node in an epoch. */
  readonly walksPerNode: number;
  /** w_l: nodes in a walk, the start included. */
  readonly walkLength: number;
  /** Walks in a chunk; the last chunk of an epoch may have fewer. */
  readonly walksPerChunk: number;
  /** uint32 */
  readonly seed: number;
}

/** Which walks there are and how they are cut into chunks; `streamWalks` makes them. */
export interface WalkPlan extends WalkPlanOptions {
  /** Nodes that walks start from: all that have a neighbour, ascending. */
  readonly starts: Uint32Array;
  readonly walksPerEpoch: number;
  readonly chunksPerEpoch: number;
}

/**
 * @throws UsageError when a count is not a whole number in range.
 * @throws InputDataError when the graph has no edge.
 */
export function planWalks(options: WalkPlanOptions): WalkPlan {
  requireWholeNumber('walksPerNode', options.walksPerNode, 1);
  requireWholeNumber('walkLength', options.walkLength, 2);
  requireWholeNumber('walksPerChunk', options.walksPerChunk, 1);
  const starts = nodesWithNeighbours(options.graph);
  if (starts.length === 0) {
    throw new InputDataError('There is nothing to walk on: the graph has no edge.', {
      code: 'EMPTY_GRAPH',
    });
  }
  const walksPerEpoch = starts.length * options.walksPerNode;
  return {
    ...options,
    starts,
    walksPerEpoch,
    chunksPerEpoch: Math.ceil(walksPerEpoch / options.walksPerChunk),
  };
}

function requireWholeNumber(name: string, value: number, minimum: number): void {
  if (Number.isSafeInteger(value) && value >= minimum && value <= 0xffffffff) return;
  throw new UsageError(`${name} is ${value}, but it must be a whole number from ${minimum} up.`);
}

function nodesWithNeighbours({ numNodes, rowptr }: BipartiteGraph): Uint32Array {
  const nodes = new Uint32Array(numNodes);
  let count = 0;
  for (let v = 0; v < numNodes; v++) if (rowptr[v + 1]! > rowptr[v]!) nodes[count++] = v;
  return nodes.slice(0, count);
}
