import { countLine, type ProgressFields } from './fields.js';
import type { Progress, ProgressBar } from './progress.js';

const MS_BETWEEN_LINES = 5000;

/** Plain lines for logs and pipes: a line when work starts, one every five seconds, one when it ends. */
export class PlainProgress implements Progress {
  constructor(private readonly write: (line: string) => void) {}

  log(message: string): void {
    this.write(message);
  }

  warn(message: string): void {
    this.write(`Warning: ${message}`);
  }

  event(): void {}

  bar(title: string, total: number, unit: string): ProgressBar {
    return new PlainBar(this.write, title, total, unit);
  }
}

class PlainBar implements ProgressBar {
  private readonly startedMs = Date.now();
  private lastLineMs = Date.now();
  private done = 0;
  private ended = false;

  constructor(
    private readonly write: (line: string) => void,
    private readonly title: string,
    private readonly total: number,
    private readonly unit: string,
  ) {}

  update(done: number, fields: ProgressFields = {}): void {
    this.done = done;
    if (Date.now() - this.lastLineMs < MS_BETWEEN_LINES) return;
    this.lastLineMs = Date.now();
    this.line(fields);
  }

  finish(fields: ProgressFields = {}): void {
    if (this.ended) return;
    this.ended = true;
    this.line({ ...fields, seconds: this.elapsedSeconds() });
  }

  abandon(): void {
    this.ended = true;
  }

  private line(fields: ProgressFields): void {
    this.write(countLine(this.title, this.done, this.total, this.unit, fields));
  }

  private elapsedSeconds(): number {
    return Math.round((Date.now() - this.startedMs) / 100) / 10;
  }
}
