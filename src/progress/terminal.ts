import { SingleBar } from 'cli-progress';
import { formatFields, type Progress, type ProgressBar, type ProgressFields } from './progress.js';

/** Live bars on a terminal. Lines logged while a bar runs are printed above it. */
export class TerminalProgress implements Progress {
  private running: TerminalBar | undefined;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  log(message: string): void {
    this.running?.clearLine();
    this.stream.write(`${message}\n`);
  }

  warn(message: string): void {
    this.log(`Warning: ${message}`);
  }

  event(): void {}

  bar(title: string, total: number, unit: string): ProgressBar {
    this.running?.finish();
    this.running = new TerminalBar(
      this.stream,
      title,
      total,
      unit,
      () => (this.running = undefined),
    );
    return this.running;
  }
}

class TerminalBar implements ProgressBar {
  private readonly bar: SingleBar;
  private details = '';
  private ended = false;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    title: string,
    private readonly total: number,
    unit: string,
    private readonly onEnd: () => void,
  ) {
    this.bar = new SingleBar({
      stream,
      format: `${title} {bar} {percentage}% {value}/{total} ${unit} ETA {eta_formatted} {details}`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: false,
      gracefulExit: true,
      formatValue: (value, _options, type) =>
        type === 'value' || type === 'total' ? value.toLocaleString('en-US') : String(value),
    });
    this.bar.start(total, 0, { details: '' });
  }

  update(done: number, fields?: ProgressFields): void {
    if (fields !== undefined) this.details = formatFields(fields);
    this.bar.update(Math.min(done, this.total), { details: this.details });
  }

  finish(fields?: ProgressFields): void {
    if (this.ended) return;
    if (fields !== undefined) this.details = formatFields(fields);
    this.bar.update({ details: this.details });
    this.abandon();
  }

  abandon(): void {
    if (this.ended) return;
    this.ended = true;
    this.bar.stop();
    this.onEnd();
  }

  clearLine(): void {
    this.stream.write('\r\u001B[2K');
  }
}
