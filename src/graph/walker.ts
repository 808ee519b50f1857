import { compileKernels, instantiateKernels, type Kernels } from '../kernels/kernels.js';
import { KernelMemory } from '../kernels/memory.js';
import type { KernelModule, WasmMemory } from '../kernels/webassembly.js';
import { hash32, streamSeed } from '../random.js';
import { RECORD_WORDS, writeAliasRecords } from './alias-records.js';
import type { BipartiteGraph } from './bipartite-graph.js';
import type { WalkPlan } from './walk-plan.js';

/** Walks per kernel call: a multiple of the 32 in flight, short enough for V8 to swap in better code. */
const WALKS_PER_CALL = 256;
const WALKS_IN_FLIGHT = 32;

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
  /** Where chunks are written, with room for the walks that the last call has too many. */
  readonly slots: readonly Uint32Array<SharedArrayBuffer>[];
  /** Of each thread. */
  readonly scratch: readonly WalkerScratch[];
}

interface WalkerScratch {
  /** Shuffled starts of a pass, and behind them some more for walks that nobody asked for. */
  readonly order: Uint32Array;
  /** The walks in flight, [walkLength + 2, 32]. */
  readonly rows: Uint32Array;
}

/** Some walks of a pass, from a position in its order on, to where `target` points. */
interface WalkerCall {
  readonly epoch: number;
  readonly pass: number;
  readonly position: number;
  readonly count: number;
  readonly target: number;
}

/** Puts the graph, once, each thread's scratch and the slots for chunks into one shared memory. */
export function allocateWalkers(plan: WalkPlan, threads: number, numSlots = 1): WalkerMemory {
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
    slots: Array.from({ length: numSlots }, () => memory.uint32(chunkRows * walkLength)),
    scratch: Array.from({ length: threads }, () => ({
      order: memory.uint32(starts.length + WALKS_IN_FLIGHT).fill(starts[0]!),
      rows: memory.uint32((walkLength + 2) * WALKS_IN_FLIGHT),
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

  /** Writes the walks of a chunk, one after another, to a slot; returns how many there are. */
  chunk(epoch: number, chunkIndex: number, slot = 0): number {
    const { walksPerChunk, walksPerEpoch, starts, walkLength, slots } = this.memory;
    const target = slots[slot]!.byteOffset;
    const first = chunkIndex * walksPerChunk;
    const numWalks = Math.min(walksPerChunk, walksPerEpoch - first);
    for (let done = 0; done < numWalks;) {
      const pass = Math.floor((first + done) / starts.length);
      const position = (first + done) % starts.length;
      const count = Math.min(WALKS_PER_CALL, numWalks - done, starts.length - position);
      this.shuffleStarts(epoch, pass);
      this.walk({ epoch, pass, position, count, target: target + 4 * done * walkLength });
      done += count;
    }
    return numWalks;
  }

  private walk({ epoch, pass, position, count, target }: WalkerCall): void {
    const { rowptr, edges, weighted, walkLength } = this.memory;
    const { order, rows } = this.scratch;
    this.kernels[weighted ? 'walkWeighted' : 'walk'](
      rowptr.byteOffset,
      edges.byteOffset,
      order.byteOffset + 4 * position,
      count,
      walkLength,
      hash32(this.walkSeed, epoch),
      pass,
      rows.byteOffset,
      target,
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
