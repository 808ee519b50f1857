import { serveJobs } from '../kernels/serve-jobs.js';
import { Walker, type WalkerMemory } from './walker.js';

/** A chunk to walk. */
export interface WalkJob {
  readonly epoch: number;
  readonly chunkIndex: number;
}

serveJobs((memory: WalkerMemory, thread: number) => {
  const walker = new Walker(memory, thread);
  return ({ epoch, chunkIndex }: WalkJob) => {
    const result = new Uint32Array(walker.chunk(epoch, chunkIndex));
    return { result, transfer: [result.buffer] };
  };
});
