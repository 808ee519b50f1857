import { buildBipartiteGraph } from '../src/graph/bipartite-graph.js';
import { planWalks, type WalkPlan } from '../src/graph/walk-plan.js';
import { randomPurchases } from '../test/support/random-purchases.js';
import { measureRow, type BenchmarkContext, type Row } from './row.js';
import {
  compiledSpeed,
  oneThreadSpeed,
  pecanpySpeed,
  streamSpeed,
  twiceAtOnce,
  WALK_LENGTH,
  writeGraph,
} from './walk-speeds.js';

const WALKS_PER_NODE = 10;

/** Walks on a random graph of the size of the paper's Women, and of ten times that, beside the same walks in C. */
export async function benchmarkWalks(context: BenchmarkContext): Promise<Row[]> {
  return [
    ...(await besideOthers(context)),
    ...(await onTwoThreads(context)),
    ...(await onALargeGraph(context)),
  ];
}

const common = { stage: 'walk', unit: 'million steps/s', target: 0.9 };

async function besideOthers({ quick, rounds, folder }: BenchmarkContext): Promise<Row[]> {
  const plan = planOn(sizesOf(quick, 1), WALKS_PER_NODE);
  const file = await writeGraph(folder, plan);
  const compiled = { file, folder, walksPerNode: WALKS_PER_NODE };
  const row = { ...common, what: 'one thread' };
  const inOurOrder = { reference: "C in the kernel's order of work, 32 in flight" };
  const peer = { reference: 'PecanPy (numba), one thread', target: 1 };
  return [
    await measureRow({ ...row, reference: 'C, 16 walks in flight' }, rounds, async () => ({
      ours: oneThreadSpeed(plan),
      reference: await compiledSpeed(compiled),
    })),
    await measureRow({ ...row, ...inOurOrder }, rounds, async () => ({
      ours: oneThreadSpeed(plan),
      reference: await compiledSpeed({ ...compiled, ordered: true }),
    })),
    await measureRow({ ...row, ...peer }, rounds, async () => ({
      ours: oneThreadSpeed(plan),
      reference: await pecanpySpeed(file),
    })),
  ];
}

async function onTwoThreads({ quick, rounds, folder }: BenchmarkContext): Promise<Row[]> {
  const plan = planOn(sizesOf(quick, 1), WALKS_PER_NODE);
  const file = await writeGraph(folder, plan);
  const row = { ...common, what: 'two threads, streamed in order' };
  const twice = { reference: 'the C program twice at once, which hands nothing over' };
  const single = { reference: 'one thread of ours, streamed', target: 1.8 };
  return [
    await measureRow({ ...row, ...twice }, rounds, async () => ({
      ours: () => streamSpeed(plan, 2),
      reference: twiceAtOnce(await compiledSpeed({ file, folder, walksPerNode: WALKS_PER_NODE })),
    })),
    await measureRow({ ...row, ...single }, rounds, async () => ({
      ours: () => streamSpeed(plan, 2),
      reference: () => streamSpeed(plan, 1),
    })),
  ];
}

/** It no longer fits into a cache. One walk from each node is enough of it. */
async function onALargeGraph({ quick, rounds, folder }: BenchmarkContext): Promise<Row[]> {
  const plan = planOn(sizesOf(quick, 10), 1);
  const file = await writeGraph(folder, plan);
  const what = 'one thread, a graph ten times as large';
  return [
    await measureRow({ ...common, what, reference: 'C, 16 walks in flight' }, rounds, async () => ({
      ours: oneThreadSpeed(plan),
      reference: await compiledSpeed({ file, folder, walksPerNode: 1 }),
    })),
  ];
}

type Sizes = Omit<Parameters<typeof randomPurchases>[0], 'seed'>;

function sizesOf(quick: boolean, factor: number): Sizes {
  return quick
    ? { numUsers: 3_000 * factor, numProducts: 17_000 * factor, numEdges: 80_000 * factor }
    : { numUsers: 14_110 * factor, numProducts: 106_712 * factor, numEdges: 467_742 * factor };
}

function planOn(sizes: Sizes, walksPerNode: number): WalkPlan {
  const graph = buildBipartiteGraph(randomPurchases({ ...sizes, seed: 1 }));
  return planWalks({ graph, walksPerNode, walkLength: WALK_LENGTH, walksPerChunk: 6_000, seed: 1 });
}
