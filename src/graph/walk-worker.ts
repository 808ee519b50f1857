import { serveJobs } from '../kernels/serve-jobs.js';
import { Walker, type WalkerSetup } from './walker.js';

/** A chunk to walk. */
export interface WalkJob {
  readonly epoch: number;
  readonly chunkIndex: number;
}

serveJobs((setup: WalkerSetup, thread: number) => {
  const walker = new Walker(setup, thread);
  return ({ epoch, chunkIndex }: WalkJob) => {
    const result = walker.chunk(epoch, chunkIndex);
    return { result, transfer: [result.buffer] };
  };
});
