import type { Progress } from './progress.js';

/** The same without its lines of information: for work that is one of many pieces. Warnings and bars stay. */
export function withoutLogs(progress: Progress): Progress {
  return {
    log: () => undefined,
    warn: (message) => progress.warn(message),
    event: (name, fields) => progress.event(name, fields),
    bar: (title, total, unit) => progress.bar(title, total, unit),
  };
}
