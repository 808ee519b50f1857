import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeAtomically } from '../../files/atomic-file.js';
import type { TrainingProgressRow } from '../../catalog/training-progress.js';
import { asStorageError } from '../../errors.js';
import type { StageSummary } from '../../trainer/events.js';

/** A line of the log: a look at a running stage, or how a stage ended. */
type Entry =
  { kind: 'progress'; row: TrainingProgressRow } | { kind: 'completed'; stage: StageSummary };

/**
 * The course of a run in its folder (`progress.jsonl`), so that a run that was killed and resumed still has
 * the whole of it.
 */
export class TrainingLog {
  private entries: Entry[] = [];
  private secondsBefore = 0;
  private readonly openedMs = performance.now();
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly file: string) {}

  /** Reads what an earlier attempt left; a last line that was cut off is dropped. */
  static async open(runFolder: string): Promise<TrainingLog> {
    const log = new TrainingLog(path.join(runFolder, 'progress.jsonl'));
    const text = await readFile(log.file, 'utf8').catch(() => '');
    log.entries = text.split('\n').flatMap(parseEntry);
    log.secondsBefore = log.rows.reduce((most, row) => Math.max(most, row.wallSeconds ?? 0), 0);
    return log;
  }

  get rows(): TrainingProgressRow[] {
    return this.entries.flatMap((entry) => (entry.kind === 'progress' ? [entry.row] : []));
  }

  get stages(): StageSummary[] {
    return this.entries.flatMap((entry) => (entry.kind === 'completed' ? [entry.stage] : []));
  }

  /** Seconds since the log was opened, and those of earlier attempts up to their last look. */
  get wallSeconds(): number {
    return this.secondsBefore + (performance.now() - this.openedMs) / 1000;
  }

  /**
   * A stage goes on after `step`: forgets what came after it. `past` is what the trainer knows of the time before,
   * in the order of steps: the last attempt may have been killed before it was kept, and nothing stands twice.
   */
  goOn(stage: string, step: number, past: readonly TrainingProgressRow[]): void {
    this.entries = this.entries.filter((entry) =>
      entry.kind === 'progress'
        ? entry.row.stage !== stage || entry.row.step <= step
        : entry.stage.stage !== stage,
    );
    for (const row of past) this.place(row);
    const text = this.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    this.enqueue(() => writeAtomically(this.file, (file) => file.writeFile(text)));
  }

  add(entry: Entry): void {
    this.entries.push(entry);
    this.enqueue(() => appendFile(this.file, `${JSON.stringify(entry)}\n`));
  }

  /** Resolves when everything is written. Throws StorageError when the disk is full. */
  async flush(): Promise<void> {
    try {
      await this.writing;
    } catch (error) {
      throw asStorageError(error, this.file);
    }
  }

  /** Puts a row where it stood, or after those of its stage. */
  private place(row: TrainingProgressRow): void {
    const at = this.entries.findIndex(
      (entry) => entry.kind === 'progress' && isSame(entry.row, row),
    );
    const known = this.entries[at];
    if (known?.kind === 'progress') {
      known.row = { ...row, wallSeconds: known.row.wallSeconds };
      return;
    }
    const before = this.entries.findLastIndex(
      (entry) =>
        entry.kind === 'progress' && entry.row.stage === row.stage && entry.row.step <= row.step,
    );
    const place = before === -1 ? this.entries.length : before + 1;
    this.entries.splice(place, 0, { kind: 'progress', row });
  }

  private enqueue(write: () => Promise<void>): void {
    this.writing = this.writing.then(write);
    // Whoever flushes gets the failure; until then it must not count as unhandled.
    this.writing.catch(() => undefined);
  }
}

/** A look at the validation part and a report of losses may be of one step. */
function isSame(a: TrainingProgressRow, b: TrainingProgressRow): boolean {
  const isLook = ({ score }: TrainingProgressRow): boolean => score !== undefined;
  return a.stage === b.stage && a.step === b.step && isLook(a) === isLook(b);
}

function parseEntry(line: string): Entry[] {
  try {
    return [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}
