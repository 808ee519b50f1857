import { fdatasync } from 'node:fs';
import { promisify } from 'node:util';

const flush = promisify(fdatasync);

/** Between two flushes: enough for the disk to be busy, little enough to begin early. */
const FLUSH_BYTES = 16 << 20;

/**
 * Has the disk begin on what was written to a file while more of it is made, so that the last flush, for which somebody
 * waits, finds little left to do.
 */
export class EarlyFlush {
  private unflushedBytes = 0;
  private underWay: Promise<void> | undefined;
  private failures: unknown[] = [];

  constructor(private readonly descriptor: number) {}

  /** To be told of every write. One flush is under way at most. */
  wrote(numBytes: number): void {
    this.unflushedBytes += numBytes;
    if (this.unflushedBytes < FLUSH_BYTES || this.underWay !== undefined) return;
    this.unflushedBytes = 0;
    this.underWay = flush(this.descriptor)
      .catch((error: unknown) => void this.failures.push(error))
      .finally(() => (this.underWay = undefined));
  }

  /** Waits for the flush under way: the file must not be closed before. */
  async settle(): Promise<void> {
    await this.underWay;
  }

  /** The same; throws what a flush met, because the system does not tell the next one of it. */
  async finish(): Promise<void> {
    await this.settle();
    if (this.failures.length > 0) throw this.failures[0];
  }
}
