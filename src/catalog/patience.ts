import { AsyncLocalStorage } from 'node:async_hooks';

/** Whoever waits for the catalog: told when it takes long, and free to give up. */
export interface Waiter {
  progress: { warn(message: string): void };
  signal: AbortSignal;
}

/** A catalog that others look into is waited for this long. */
export const PATIENCE_MS = 10 * 60_000;
/** Other commands hold it for less. */
const WARN_AFTER_MS = 2000;

const waiters = new AsyncLocalStorage<Waiter>();

/**
 * Inside `work`, a catalog that another program holds is waited for ten minutes in place of ten seconds, with one
 * warning: what took hours must not be lost because somebody looks into the file.
 */
export function patiently<T>(waiter: Waiter, work: () => Promise<T>): Promise<T> {
  return waiters.run(waiter, work);
}

/** How the caller waits for a catalog that is in use. */
export class Wait {
  private readonly waiter = waiters.getStore();
  private readonly startedMs = Date.now();
  private readonly limitMs: number;
  private warned = false;

  /** `waitMs`, where given, is the longest, however patient the caller is. */
  constructor(waitMs: number | undefined, defaultMs: number) {
    this.limitMs = waitMs ?? (this.waiter === undefined ? defaultMs : PATIENCE_MS);
  }

  /** Rethrows `conflict` when it took too long, and the signal's reason when nobody wants to wait any more. */
  goOn(conflict: Error): void {
    this.waiter?.signal.throwIfAborted();
    const waitedMs = Date.now() - this.startedMs;
    if (waitedMs >= this.limitMs) throw conflict;
    if (this.warned || waitedMs < WARN_AFTER_MS) return;
    this.warned = true;
    const minutes = Math.round(this.limitMs / 60_000);
    this.waiter?.progress.warn(`${conflict.message} Waiting for it, up to ${minutes} minutes.`);
  }
}
