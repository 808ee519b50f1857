import type { Worker } from 'node:worker_threads';
import { RunCancelledError } from '../errors.js';
import { startWorker } from './worker-script.js';

/** Jobs that a worker holds at once: one runs, one waits, so that no thread idles between messages. */
const JOBS_PER_WORKER = 2;

/** What a worker thread starts with. */
export interface WorkerData {
  readonly setup: unknown;
  /** 0 .. threads - 1 */
  readonly thread: number;
}

interface Task<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface Seat<Job, Result> {
  readonly worker: Worker;
  /** Oldest first: a worker answers in the order it was asked. */
  readonly tasks: Task<Job, Result>[];
}

export interface WorkerPoolOptions {
  /** Name, without extension, of the module that calls `serveJobs`. */
  readonly script: string;
  /** `import.meta.url` of a module in the same folder. */
  readonly importerUrl: string;
  /** Given to each worker once. */
  readonly setup: unknown;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Worker threads that take jobs in turn. The first failure, a thrown error or a dead thread, rejects every
 * job, running, waiting or to come; so does an abort, with `RunCancelledError`. Idle threads do not keep
 * the process alive. `close` must be called.
 */
export class WorkerPool<Job, Result> {
  private readonly seats: Seat<Job, Result>[];
  private readonly waiting: Task<Job, Result>[] = [];
  private readonly signal: AbortSignal | undefined;
  private failure: Error | undefined;
  private readonly onAbort = (): void => {
    this.fail(new RunCancelledError('Cancelled.', { cause: this.signal?.reason }));
  };

  constructor(options: WorkerPoolOptions) {
    this.signal = options.signal;
    this.seats = Array.from({ length: options.threads }, (_, thread) =>
      this.openSeat(options, thread),
    );
    if (this.signal?.aborted) this.onAbort();
    else this.signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  /** Resolves with what the worker made of `job`. */
  run(job: Job): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.waiting.push({ job, resolve, reject });
      this.assign();
    });
  }

  /** Ends all threads; jobs that are still under way are rejected. */
  async close(): Promise<void> {
    this.signal?.removeEventListener('abort', this.onAbort);
    this.fail(new Error('The worker pool is closed.'));
    await Promise.all(this.seats.map(({ worker }) => worker.terminate()));
  }

  private openSeat(options: WorkerPoolOptions, thread: number): Seat<Job, Result> {
    const workerData: WorkerData = { setup: options.setup, thread };
    const worker = startWorker(options.script, options.importerUrl, { workerData });
    const seat: Seat<Job, Result> = { worker, tasks: [] };
    worker.on('message', (result: Result) => this.finish(seat, result));
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', (status) => this.fail(new Error(`A worker thread ended (${status}).`)));
    // Last, because a listener for messages would hold the process again.
    worker.unref();
    return seat;
  }

  private finish(seat: Seat<Job, Result>, result: Result): void {
    seat.tasks.shift()?.resolve(result);
    this.assign();
    if (seat.tasks.length === 0) seat.worker.unref();
  }

  private assign(): void {
    while (this.waiting.length > 0) {
      const seat = this.seats.reduce((a, b) => (b.tasks.length < a.tasks.length ? b : a));
      if (seat.tasks.length >= JOBS_PER_WORKER) return;
      const task = this.waiting.shift()!;
      seat.tasks.push(task);
      seat.worker.ref();
      seat.worker.postMessage(task.job);
    }
  }

  private fail(error: Error): void {
    // Later failures follow from the first; and a thread that is being ended must stay awaitable.
    if (this.failure) return;
    this.failure = error;
    const failed = [
      ...this.seats.flatMap(({ tasks }) => tasks.splice(0)),
      ...this.waiting.splice(0),
    ];
    for (const { reject } of failed) reject(error);
    for (const { worker } of this.seats) worker.unref();
  }
}
