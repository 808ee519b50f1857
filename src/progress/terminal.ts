import cliProgress, { type GenericFormatter, type SingleBar } from 'cli-progress';
import { duration } from './duration.js';
import { countLine, formatFields, type ProgressFields } from './fields.js';
import type { Progress, ProgressBar } from './progress.js';

/** Clears the line that the cursor is in and goes to its start. */
const CLEAR_LINE = '\r\u001B[2K';
/** What a bar restores when it ends; it saves by itself only when it starts. */
const SAVE_CURSOR = '\u001B7';

const WIDE_TERMINAL = 120;
const WIDE_BAR = 24;
const NARROW_BAR = 12;

/** Live bars on a terminal. Lines logged while a bar runs are printed above it. */
export class TerminalProgress implements Progress {
  private running: TerminalBar | undefined;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  log(message: string): void {
    if (this.running === undefined) this.stream.write(`${message}\n`);
    else this.stream.write(`${CLEAR_LINE}${message}\n${SAVE_CURSOR}`);
  }

  warn(message: string): void {
    this.log(`Warning: ${message}`);
  }

  event(): void {}

  bar(title: string, total: number, unit: string): ProgressBar {
    this.running?.finish();
    this.running = new TerminalBar(this.stream, title, total, unit, (lastLine) => {
      this.running = undefined;
      this.log(lastLine);
    });
    return this.running;
  }
}

/** Lives in one line; when it ends, a line with the count and the last fields takes its place. */
class TerminalBar implements ProgressBar {
  private readonly bar: SingleBar;
  private done = 0;
  private fields: ProgressFields = {};
  private ended = false;

  constructor(
    stream: NodeJS.WriteStream,
    private readonly title: string,
    private readonly total: number,
    private readonly unit: string,
    private readonly onEnd: (lastLine: string) => void,
  ) {
    this.bar = new cliProgress.SingleBar({
      stream,
      format: inOneLine(
        `${title} {bar} {percentage}% {value}/{total} ${unit} ETA {eta_formatted} {details}`,
      ),
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: stream.columns >= WIDE_TERMINAL ? WIDE_BAR : NARROW_BAR,
      hideCursor: true,
      // Wrapping stays on for the lines that are logged meanwhile.
      linewrap: true,
      // A logged line takes the place of the bar, which has to be drawn again though nothing changed.
      forceRedraw: true,
      clearOnComplete: true,
      gracefulExit: true,
      formatTime: (seconds) => duration(seconds),
      formatValue: (value, _options, type) =>
        type === 'value' || type === 'total' ? value.toLocaleString('en-US') : String(value),
    });
    this.bar.start(total, 0, { details: '' });
  }

  update(done: number, fields?: ProgressFields): void {
    this.done = Math.min(done, this.total);
    if (fields !== undefined) this.fields = fields;
    this.bar.update(this.done, { details: formatFields(this.fields) });
  }

  finish(fields?: ProgressFields): void {
    if (fields !== undefined) this.fields = fields;
    this.abandon();
  }

  abandon(): void {
    if (this.ended) return;
    this.ended = true;
    this.bar.stop();
    this.onEnd(countLine(this.title, this.done, this.total, this.unit, this.fields));
  }
}

/** The cursor must not wrap, not even when the terminal shows `^C` behind the bar. */
const SPARE_COLUMNS = 3;

/** Cuts what `format` gives to the width of the terminal. */
function inOneLine(format: string): GenericFormatter {
  return (options, params, payload) => {
    const line = cliProgress.Format.Formatter({ ...options, format }, params, payload);
    const room = params.maxWidth - SPARE_COLUMNS;
    return line.length <= room ? line : `${line.slice(0, room - 1)}…`;
  };
}
