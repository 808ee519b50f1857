/** Calls back when nothing has touched it for a while. */
export class Watchdog {
  private timer: NodeJS.Timeout;

  constructor(
    readonly timeoutMs: number,
    private readonly onSilence: () => void,
  ) {
    this.timer = setTimeout(onSilence, timeoutMs);
  }

  /** There was a sign of life. */
  touch(): void {
    this.timer.refresh();
  }

  /** The silence must not last longer than this from now on. */
  shorten(timeoutMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onSilence, timeoutMs);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
