import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBipartiteGraph } from '../src/graph/bipartite-graph.js';
import { streamWalks } from '../src/graph/stream-walks.js';
import { planWalks, type WalkPlan } from '../src/graph/walk-plan.js';
import { allocateWalkers, Walker } from '../src/graph/walker.js';
import { randomPurchases } from '../test/support/random-purchases.js';
import { seconds } from './measure.js';
import { compileReference, outputOf, referencePython } from './references.js';
import { measureRow, type BenchmarkContext, type Row } from './row.js';

const WALKS_PER_NODE = 10;
const WALK_LENGTH = 40;
const PEER_WALKS_PER_NODE = 2;

/** Walks on a random graph of the size of the paper's Women, beside the same loop in C. */
export async function benchmarkWalks({ quick, rounds, folder }: BenchmarkContext): Promise<Row[]> {
  const sizes = quick
    ? { numUsers: 3_000, numProducts: 17_000, numEdges: 80_000 }
    : { numUsers: 14_110, numProducts: 106_712, numEdges: 467_742 };
  const plan = planWalks({
    graph: buildBipartiteGraph(randomPurchases({ ...sizes, seed: 1 })),
    walksPerNode: WALKS_PER_NODE,
    walkLength: WALK_LENGTH,
    walksPerChunk: 6_000,
    seed: 1,
  });
  const file = join(folder, 'graph.bin');
  await writeGraph(file, plan);
  const common = { stage: 'walk', unit: 'million steps/s', target: 0.9 };
  const oneThread = { what: 'one thread', reference: 'C, 16 walks in flight' };
  const twoThreads = {
    what: 'two threads, streamed in order',
    reference: 'the C program twice at once',
  };
  const besideAPeer = { what: 'one thread', reference: 'PecanPy (numba), one thread', target: 1 };
  return [
    await measureRow({ ...common, ...oneThread }, rounds, async () => ({
      ours: oneThreadSpeed(plan),
      reference: await compiledSpeed(file, folder),
    })),
    await measureRow({ ...common, ...besideAPeer }, rounds, async () => ({
      ours: oneThreadSpeed(plan),
      reference: await pecanpySpeed(file),
    })),
    await measureRow({ ...common, ...twoThreads }, rounds, async () => ({
      ours: () => streamSpeed(plan, 2),
      reference: twiceAtOnce(await compiledSpeed(file, folder)),
    })),
  ];
}

type Speed = () => Promise<number>;

async function compiledSpeed(graphFile: string, folder: string): Promise<Speed> {
  const program = await compileReference('walk', folder);
  return () => program(graphFile, WALKS_PER_NODE, WALK_LENGTH);
}

/** What a user of that library calls. Fewer walks, as it is slow. */
async function pecanpySpeed(graphFile: string): Promise<Speed> {
  const python = await referencePython({
    imports: 'from pecanpy.pecanpy import FirstOrderUnweighted',
    name: 'PecanPy',
  });
  return async () => {
    const parameters = [graphFile, String(PEER_WALKS_PER_NODE), String(WALK_LENGTH)];
    return parseFloat(await outputOf(python, 'pecanpy_walks.py', parameters));
  };
}

function twiceAtOnce(speed: Speed): Speed {
  return async () => {
    const [first, second] = await Promise.all([speed(), speed()]);
    return first + second;
  };
}

/** The walker of a worker thread, without the thread and without handing chunks over. */
function oneThreadSpeed(plan: WalkPlan): Speed {
  const walker = new Walker(allocateWalkers(plan, 1), 0);
  const epoch = (): void => {
    for (let chunk = 0; chunk < plan.chunksPerEpoch; chunk++) walker.chunk(0, chunk);
  };
  epoch();
  return async () => (1e-6 * plan.walksPerEpoch * plan.walkLength) / (await seconds(epoch));
}

/** From the first chunk on, so that starting the threads is not counted. */
async function streamSpeed(plan: WalkPlan, threads: number): Promise<number> {
  const stream = streamWalks(plan, { numEpochs: 4, threads });
  await stream.next();
  let steps = 0;
  const elapsed = await seconds(async () => {
    for await (const { nodes } of stream) steps += nodes.length;
  });
  return (1e-6 * steps) / elapsed;
}

async function writeGraph(file: string, { graph }: WalkPlan): Promise<void> {
  const head = Uint32Array.of(graph.numNodes, graph.col.length);
  await writeFile(file, Buffer.concat([head, graph.rowptr, graph.col].map(bytesOf)));
}

function bytesOf(values: Uint32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
