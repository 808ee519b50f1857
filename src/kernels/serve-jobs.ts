import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerData } from './worker-pool.js';

/** A result and the buffers in it that move to the main thread instead of being copied. */
export interface JobAnswer<Result> {
  readonly result: Result;
  readonly transfer?: ArrayBuffer[];
}

/**
 * The worker's side of a `WorkerPool`: calls `prepare` once with the pool's setup and its own number, then answers job
 * after job. An error thrown here ends the thread and reaches the pool.
 */
export function serveJobs<Setup, Job, Result>(
  prepare: (setup: Setup, thread: number) => (job: Job) => JobAnswer<Result>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('This module runs in a worker thread only.');
  const { setup, thread } = workerData as WorkerData;
  const work = prepare(setup as Setup, thread);
  port.on('message', (job: Job) => {
    const { result, transfer } = work(job);
    port.postMessage(result, transfer ?? []);
  });
}
