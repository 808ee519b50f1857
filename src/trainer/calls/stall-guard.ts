import { TrainerUnavailableError } from '../../errors.js';
import { Watchdog } from './watchdog.js';

/** Longest pause within a transfer: the server digests and stores what it gets. */
const STALL_MS = 120_000;

/** Cancels a transfer that has come to a halt. */
export class StallGuard {
  private stalled = false;
  private readonly watchdog: Watchdog;

  constructor(call: { cancel(): void }, timeoutMs = STALL_MS) {
    this.watchdog = new Watchdog(timeoutMs, () => {
      this.stalled = true;
      call.cancel();
    });
  }

  /** Something was sent or received. */
  touch(): void {
    this.watchdog.touch();
  }

  stop(): void {
    this.watchdog.stop();
  }

  /** What a failure of the call is due to: the halt, if there was one. */
  cause(error: unknown): unknown {
    if (!this.stalled) return error;
    const seconds = this.watchdog.timeoutMs / 1000;
    return new TrainerUnavailableError(
      `The transfer to or from the trainer stood still for ${seconds} s.`,
      {
        code: 'TRANSFER_STALLED',
        cause: error,
      },
    );
  }
}
