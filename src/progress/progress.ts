import type { ProgressFields } from './fields.js';

/** One piece of work whose size is known. */
export interface ProgressBar {
  /** `done` of the total is finished; `fields` replace those shown before. */
  update(done: number, fields?: ProgressFields): void;
  /** The work ended well. Idempotent. */
  finish(fields?: ProgressFields): void;
  /** The work ended badly; the bar stays as it is. Idempotent. */
  abandon(): void;
}

/**
 * What a command tells a person, or a program, while it works. Everything goes to stderr: stdout is for
 * results alone.
 */
export interface Progress {
  /** One line of information. */
  log(message: string): void;
  /** One line that a person should not miss. */
  warn(message: string): void;
  /** Something a program may want to know; shown by the JSON reporter only. */
  event(name: string, fields: Readonly<Record<string, unknown>>): void;
  /** Starts a bar; one at a time. `title` says what is done, `unit` counts what `total` counts. */
  bar(title: string, total: number, unit: string): ProgressBar;
}

/** Reporter that says nothing: for tests and for callers who show their own. */
export const silentProgress: Progress = {
  log() {},
  warn() {},
  event() {},
  bar: () => ({ update() {}, finish() {}, abandon() {} }),
};
