import { instantiateKernels, type Kernels } from '../kernels/kernels.js';
import { KernelMemory } from '../kernels/memory.js';
import type { KernelModule, WasmMemory } from '../kernels/webassembly.js';
import { hash32, streamSeed } from '../random.js';
import type { WalkPlan } from './walk-plan.js';

/** Walks per kernel call: a multiple of the 16 in flight, short enough for V8 to swap in better code. */
const WALKS_PER_CALL = 256;
const WALKS_IN_FLIGHT = 16;
const WORDS_PER_LANE = 3;

/** What a walking thread needs: the graph in shared memory (pointers) and some memory of its own. */
export interface WalkerSetup {
  readonly module: KernelModule;
  readonly memory: WasmMemory;
  readonly rowptr: number;
  readonly col: number;
  readonly starts: number;
  readonly numStarts: number;
  readonly walkLength: number;
  readonly walksPerChunk: number;
  readonly walksPerEpoch: number;
  readonly seed: number;
  /** Pointers to the private memory of each thread. */
  readonly scratch: readonly WalkerScratch[];
}

export interface WalkerScratch {
  /** Shuffled starts of a pass, uint32 [numStarts]. */
  readonly order: number;
  readonly lanes: number;
  /** A chunk of walks, with room for 15 more. */
  readonly walks: number;
}

/** Puts the graph and the threads' scratch into one shared memory. */
export function prepareWalkers(plan: WalkPlan, threads: number, module: KernelModule): WalkerSetup {
  const memory = new KernelMemory();
  const put = (values: Uint32Array): number => {
    const copy = memory.uint32(values.length);
    copy.set(values);
    return copy.byteOffset;
  };
  const roundedChunk = Math.min(plan.walksPerChunk, plan.walksPerEpoch) + WALKS_IN_FLIGHT;
  return {
    module,
    memory: memory.wasm,
    rowptr: put(plan.graph.rowptr),
    col: put(plan.graph.col),
    starts: put(plan.starts),
    numStarts: plan.starts.length,
    walkLength: plan.walkLength,
    walksPerChunk: plan.walksPerChunk,
    walksPerEpoch: plan.walksPerEpoch,
    seed: plan.seed,
    scratch: Array.from({ length: threads }, () => ({
      order: memory.uint32(plan.starts.length).byteOffset,
      lanes: memory.uint32(WALKS_IN_FLIGHT * WORDS_PER_LANE).byteOffset,
      walks: memory.uint32(roundedChunk * plan.walkLength).byteOffset,
    })),
  };
}

/**
 * Makes chunks of walks, one thread's worth. The walks of an epoch come in passes, each a shuffle of all
 * starts that depends on (seed, epoch, pass) alone. Each walk depends on (seed, epoch, start, pass) alone:
 * their hash seeds a generator of its own (a Weyl sequence, mixed), whose draws r pick neighbour
 * floor(r * degree / 2^32). A neighbour's chance is off 1 / degree by less than 2^-32.
 */
export class Walker {
  private readonly kernels: Kernels;
  private readonly scratch: WalkerScratch;
  private readonly walkSeed: number;
  private readonly orderSeed: number;
  /** The pass whose order is in memory. */
  private current = { epoch: -1, pass: -1 };

  constructor(
    private readonly setup: WalkerSetup,
    thread: number,
  ) {
    this.kernels = instantiateKernels(setup.module, setup.memory);
    this.scratch = setup.scratch[thread]!;
    this.walkSeed = streamSeed(setup.seed, 'walks');
    this.orderSeed = streamSeed(setup.seed, 'walk-order');
  }

  /** uint32 [numWalks, walkLength]: the walks of a chunk, one after another. */
  chunk(epoch: number, chunkIndex: number): Uint32Array<ArrayBuffer> {
    const { walksPerChunk, walksPerEpoch, numStarts, walkLength, memory } = this.setup;
    const first = chunkIndex * walksPerChunk;
    const numWalks = Math.min(walksPerChunk, walksPerEpoch - first);
    for (let done = 0; done < numWalks;) {
      const pass = Math.floor((first + done) / numStarts);
      const position = (first + done) % numStarts;
      const count = Math.min(WALKS_PER_CALL, numWalks - done, numStarts - position);
      this.walk(epoch, pass, position, count, done);
      done += count;
    }
    const shared = new Uint32Array(memory.buffer, this.scratch.walks, numWalks * walkLength);
    return new Uint32Array(shared);
  }

  private walk(epoch: number, pass: number, position: number, count: number, row: number): void {
    const { rowptr, col, walkLength } = this.setup;
    this.shuffleStarts(epoch, pass);
    this.kernels.walk(
      rowptr,
      col,
      this.scratch.order + 4 * position,
      count,
      walkLength,
      hash32(this.walkSeed, epoch),
      pass,
      this.scratch.lanes,
      this.scratch.walks + 4 * row * walkLength,
    );
  }

  private shuffleStarts(epoch: number, pass: number): void {
    if (this.current.epoch === epoch && this.current.pass === pass) return;
    const { starts, numStarts } = this.setup;
    this.kernels.shuffle(
      starts,
      numStarts,
      hash32(this.orderSeed, epoch, pass),
      this.scratch.order,
    );
    this.current = { epoch, pass };
  }
}
