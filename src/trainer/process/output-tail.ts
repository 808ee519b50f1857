import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import createDebug from 'debug';

const debug = createDebug('vasg:trainer');
const MAX_LINES = 200;
const MAX_LINE_LENGTH = 2000;

/** Keeps the last lines of a child's output for error messages and shows all of them under DEBUG. */
export class OutputTail {
  private readonly lines: string[] = [];

  constructor(stream: Readable) {
    createInterface({ input: stream }).on('line', (line) => this.keep(line));
  }

  /** The last `count` lines, indented. */
  last(count: number): string {
    return this.lines
      .slice(-count)
      .map((line) => `  ${line}`)
      .join('\n');
  }

  private keep(line: string): void {
    debug(line);
    this.lines.push(line.slice(0, MAX_LINE_LENGTH));
    if (this.lines.length > MAX_LINES) this.lines.shift();
  }
}
