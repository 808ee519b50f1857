import { AsyncLocalStorage } from 'node:async_hooks';

const tails = new Map<string, Promise<unknown>>();
const held = new AsyncLocalStorage<ReadonlySet<string>>();

/**
 * Runs `work` when no other work for `key` runs in this process. DuckDB's file lock keeps out other
 * processes only: opened twice by one process, a file would be written by two instances at once.
 */
export function exclusively<T>(key: string, work: () => Promise<T>): Promise<T> {
  const mine = held.getStore() ?? new Set();
  if (mine.has(key)) {
    return Promise.reject(new Error(`${key} is being used by the caller already`));
  }
  const turn = (tails.get(key) ?? Promise.resolve()).then(() =>
    held.run(new Set([...mine, key]), work),
  );
  const tail = turn.catch(() => undefined);
  tails.set(key, tail);
  void tail.then(() => {
    if (tails.get(key) === tail) tails.delete(key);
  });
  return turn;
}
