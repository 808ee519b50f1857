import { compileKernels, instantiateKernels, type Kernels } from '../kernels/kernels.js';
import { KernelMemory } from '../kernels/memory.js';
import type { KernelModule, WasmMemory } from '../kernels/webassembly.js';
import { hash32, streamSeed } from '../random.js';
import { RECORD_WORDS, writeAliasRecords } from './alias-records.js';
import type { BipartiteGraph } from './bipartite-graph.js';
import type { WalkPlan } from './walk-plan.js';

/** Walks per kernel call: a multiple of the 16 in flight, short enough for V8 to swap in better code. */
const WALKS_PER_CALL = 256;
const WALKS_IN_FLIGHT = 16;
const WORDS_PER_LANE = 3;

/** What the walking threads share. */
export interface WalkerMemory {
  readonly module: KernelModule;
  readonly wasm: WasmMemory;
  readonly rowptr: Uint32Array;
  /** What a step reads of an edge: `col` of the graph, or its alias records where it has weights. */
  readonly edges: Uint32Array;
  readonly weighted: boolean;
  readonly starts: Uint32Array;
  readonly walkLength: number;
  readonly walksPerChunk: number;
  readonly walksPerEpoch: number;
  readonly seed: number;
  /** Of each thread. */
  readonly scratch: readonly WalkerScratch[];
}

interface WalkerScratch {
  /** Shuffled starts of a pass. */
  readonly order: Uint32Array;
  /** State of the walks in flight. */
  readonly lanes: Uint32Array;
  /** A chunk of walks, with room for the lanes that the last call does not need. */
  readonly walks: Uint32Array;
}

/** Puts the graph, once, and each thread's scratch into one shared memory. */
export function allocateWalkers(plan: WalkPlan, threads: number): WalkerMemory {
  const { graph, starts, walkLength, walksPerChunk, walksPerEpoch, seed } = plan;
  const memory = new KernelMemory();
  const copy = (values: Uint32Array): Uint32Array => {
    const shared = memory.uint32(values.length);
    shared.set(values);
    return shared;
  };
  const chunkRows = Math.min(walksPerChunk, walksPerEpoch) + WALKS_IN_FLIGHT;
  return {
    module: compileKernels(),
    wasm: memory.wasm,
    rowptr: copy(graph.rowptr),
    edges: graph.weight === undefined ? copy(graph.col) : aliasRecords(graph, graph.weight, memory),
    weighted: graph.weight !== undefined,
    starts: copy(starts),
    walkLength,
    walksPerChunk,
    walksPerEpoch,
    seed,
    scratch: Array.from({ length: threads }, () => ({
      order: memory.uint32(starts.length),
      lanes: memory.uint32(WALKS_IN_FLIGHT * WORDS_PER_LANE),
      walks: memory.uint32(chunkRows * walkLength),
    })),
  };
}

function aliasRecords(
  graph: BipartiteGraph,
  weight: Float32Array,
  memory: KernelMemory,
): Uint32Array {
  const records = memory.uint32(graph.col.length * RECORD_WORDS);
  writeAliasRecords(graph, weight, records);
  return records;
}

/**
 * Makes chunks of walks, one thread's worth. The walks of an epoch come in passes, each a shuffle of all
 * starts that depends on (seed, epoch, pass) alone. Each walk depends on (seed, epoch, start, pass) alone:
 * their hash seeds a generator of its own (a Weyl sequence, mixed), whose draws r pick neighbour
 * floor(r * degree / 2^32). A neighbour's chance is off 1 / degree by less than 2^-32. With weights that is a
 * slot instead, and the remainder of the division says which of its two neighbours it is; see
 * `writeAliasRecords`.
 */
export class Walker {
  private readonly kernels: Kernels;
  private readonly scratch: WalkerScratch;
  private readonly walkSeed: number;
  private readonly orderSeed: number;
  /** The pass whose order is in memory. */
  private current = { epoch: -1, pass: -1 };

  constructor(
    private readonly memory: WalkerMemory,
    thread: number,
  ) {
    this.kernels = instantiateKernels(memory.module, memory.wasm);
    this.scratch = memory.scratch[thread]!;
    this.walkSeed = streamSeed(memory.seed, 'walks');
    this.orderSeed = streamSeed(memory.seed, 'walk-order');
  }

  /** [numWalks, walkLength]: the walks of a chunk, one after another, in memory that the next call reuses. */
  chunk(epoch: number, chunkIndex: number): Uint32Array {
    const { walksPerChunk, walksPerEpoch, starts, walkLength } = this.memory;
    const first = chunkIndex * walksPerChunk;
    const numWalks = Math.min(walksPerChunk, walksPerEpoch - first);
    for (let done = 0; done < numWalks;) {
      const pass = Math.floor((first + done) / starts.length);
      const position = (first + done) % starts.length;
      const count = Math.min(WALKS_PER_CALL, numWalks - done, starts.length - position);
      this.shuffleStarts(epoch, pass);
      this.walk(epoch, pass, position, count, done);
      done += count;
    }
    return this.scratch.walks.subarray(0, numWalks * walkLength);
  }

  private walk(epoch: number, pass: number, position: number, count: number, row: number): void {
    const { rowptr, edges, weighted, walkLength } = this.memory;
    const { order, lanes, walks } = this.scratch;
    this.kernels[weighted ? 'walkWeighted' : 'walk'](
      rowptr.byteOffset,
      edges.byteOffset,
      order.byteOffset + 4 * position,
      count,
      walkLength,
      hash32(this.walkSeed, epoch),
      pass,
      lanes.byteOffset,
      walks.byteOffset + 4 * row * walkLength,
    );
  }

  private shuffleStarts(epoch: number, pass: number): void {
    if (this.current.epoch === epoch && this.current.pass === pass) return;
    const { starts } = this.memory;
    const key = hash32(this.orderSeed, epoch, pass);
    this.kernels.shuffle(starts.byteOffset, starts.length, key, this.scratch.order.byteOffset);
    this.current = { epoch, pass };
  }
}
