import type { Database } from './database.js';

/** Runs `work` on the database, stopped with RunCancelledError when `signal` is aborted. */
export async function interruptible<T>(
  database: Database,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const interrupt = (): void => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}
