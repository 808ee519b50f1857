import type { ProgressFields } from './fields.js';
import type { Progress, ProgressBar } from './progress.js';

const MS_BETWEEN_EVENTS = 250;

/** One JSON object a line, each with `event` and `time` (ISO 8601): for programs, under `--json`. */
export class JsonProgress implements Progress {
  constructor(private readonly write: (line: string) => void) {}

  log(message: string): void {
    this.event('log', { message });
  }

  warn(message: string): void {
    this.event('warning', { message });
  }

  event(name: string, fields: Readonly<Record<string, unknown>>): void {
    this.write(JSON.stringify({ event: name, time: new Date().toISOString(), ...fields }));
  }

  bar(title: string, total: number, unit: string): ProgressBar {
    let lastEventMs = 0;
    let lastDone = 0;
    let ended = false;
    const emit = (fields: ProgressFields = {}, finished = false): void =>
      this.event('progress', { title, done: lastDone, total, unit, finished, ...fields });
    return {
      update(done, fields) {
        lastDone = done;
        if (Date.now() - lastEventMs < MS_BETWEEN_EVENTS) return;
        lastEventMs = Date.now();
        emit(fields);
      },
      finish(fields) {
        if (!ended) emit(fields, true);
        ended = true;
      },
      abandon() {
        ended = true;
      },
    };
  }
}
