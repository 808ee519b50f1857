import { serveJobs } from '../kernels/serve-jobs.js';
import { Walker, type WalkerMemory } from './walker.js';

/** A chunk to walk, and the slot to write it to. Answered with the number of walks. */
export interface WalkJob {
  readonly epoch: number;
  readonly chunkIndex: number;
  readonly slot: number;
}

serveJobs((memory: WalkerMemory, thread: number) => {
  const walker = new Walker(memory, thread);
  return ({ epoch, chunkIndex, slot }: WalkJob) => walker.chunk(epoch, chunkIndex, slot);
});
