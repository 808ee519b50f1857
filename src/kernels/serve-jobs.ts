import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerData } from './worker-pool.js';

/**
 * The worker's side of a `WorkerPool`: calls `prepare` once with the pool's setup and its own number, then answers job
 * after job. Results are copied, so large ones belong into shared memory. An error thrown here ends the thread and
 * reaches the pool.
 */
export function serveJobs<Setup, Job, Result>(
  prepare: (setup: Setup, thread: number) => (job: Job) => Result,
): void {
  const port = parentPort;
  if (port === null) throw new Error('This module runs in a worker thread only.');
  const { setup, thread } = workerData as WorkerData;
  const work = prepare(setup as Setup, thread);
  port.on('message', (job: Job) => port.postMessage(work(job)));
}
