import type { ProgressBar } from './progress.js';

/**
 * Shows a bar for as long as `work` takes: finished when that ends well, abandoned when it throws.
 *
 * @param work - takes a function that says how much is done
 */
export async function withBar<T>(
  bar: ProgressBar,
  work: (update: (done: number) => void) => Promise<T>,
): Promise<T> {
  try {
    const result = await work((done) => bar.update(done));
    bar.finish();
    return result;
  } finally {
    bar.abandon();
  }
}
