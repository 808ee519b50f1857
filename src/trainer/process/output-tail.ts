import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import createDebug from 'debug';

const debug = createDebug('vasg:trainer');
const DRAIN_MS = 500;
const MAX_LINES = 200;
const MAX_LINE_LENGTH = 2000;

/** Keeps the last lines of a child's output for error messages and shows all of them under DEBUG. */
export class OutputTail {
  private readonly lines: string[] = [];
  private readonly closed: Promise<unknown>;

  constructor(stream: Readable) {
    const reader = createInterface({ input: stream }).on('line', (line) => this.keep(line));
    this.closed = once(reader, 'close');
  }

  /** Waits for what is still on its way after the child's end; a grandchild may keep the pipe open. */
  async complete(): Promise<void> {
    await Promise.race([this.closed, sleep(DRAIN_MS, undefined, { ref: false })]);
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
