import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { streamWalks } from '../src/graph/stream-walks.js';
import type { WalkPlan } from '../src/graph/walk-plan.js';
import { allocateWalkers, Walker } from '../src/graph/walker.js';
import { seconds, type Contestant } from './measure.js';
import { compileReference, outputOf, referencePython } from './references.js';

export const WALK_LENGTH = 40;
const PEER_WALKS_PER_NODE = 2;

/** The program of `reference/walk.c`. */
export interface CompiledWalks {
  readonly file: string;
  readonly folder: string;
  readonly walksPerNode: number;
  /** In the kernel's order of work, in place of a plain loop. */
  readonly ordered?: boolean;
}

export async function compiledSpeed(walks: CompiledWalks): Promise<Contestant> {
  const program = await compileReference('walk', walks.folder);
  const order = walks.ordered === true ? ['ordered'] : [];
  return () => program(walks.file, walks.walksPerNode, WALK_LENGTH, ...order);
}

/** What a user of that library calls. Fewer walks, as it is slow. */
export async function pecanpySpeed(graphFile: string): Promise<Contestant> {
  const python = await referencePython({
    imports: 'from pecanpy.pecanpy import FirstOrderUnweighted',
    name: 'PecanPy',
  });
  return async () => {
    const parameters = [graphFile, String(PEER_WALKS_PER_NODE), String(WALK_LENGTH)];
    return parseFloat(await outputOf(python, 'pecanpy_walks.py', parameters));
  };
}

/** What two of it do together. */
export function twiceAtOnce(speed: Contestant): Contestant {
  return async () => {
    const [first, second] = await Promise.all([speed(), speed()]);
    return first + second;
  };
}

/** The walker of a worker thread, without the thread and without handing chunks over. */
export function oneThreadSpeed(plan: WalkPlan): Contestant {
  const walker = new Walker(allocateWalkers(plan, 1), 0);
  const epoch = (): void => {
    for (let chunk = 0; chunk < plan.chunksPerEpoch; chunk++) walker.chunk(0, chunk);
  };
  epoch();
  return async () => (1e-6 * plan.walksPerEpoch * plan.walkLength) / (await seconds(epoch));
}

/** From the first chunk on, so that starting the threads is not counted. */
export async function streamSpeed(plan: WalkPlan, threads: number): Promise<number> {
  const stream = streamWalks(plan, { numEpochs: 4, threads });
  await stream.next();
  let steps = 0;
  const elapsed = await seconds(async () => {
    for await (const { nodes } of stream) steps += nodes.length;
  });
  return (1e-6 * steps) / elapsed;
}

/** Writes `graph.bin`, which the references read; returns its path. */
export async function writeGraph(folder: string, { graph }: WalkPlan): Promise<string> {
  const file = join(folder, 'graph.bin');
  const head = Uint32Array.of(graph.numNodes, graph.col.length);
  await writeFile(file, Buffer.concat([head, graph.rowptr, graph.col].map(bytesOf)));
  return file;
}

function bytesOf(values: Uint32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
