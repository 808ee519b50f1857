import { RunCancelledError } from './errors.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Ctrl-C and `kill` as an `AbortSignal`; the second one kills the process as if nobody listened.
 *
 * The listeners stay when the first comes: execa has its own while a child of ours runs, and would end us by the
 * signal if it were alone.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private listening = false;

  /** Aborts with a RunCancelledError. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Does nothing when it listens already. */
  listen(): void {
    if (this.listening) return;
    this.listening = true;
    for (const name of SIGNALS) process.on(name, this.hear);
  }

  stopListening(): void {
    this.listening = false;
    for (const name of SIGNALS) process.off(name, this.hear);
  }

  private readonly hear = (name: NodeJS.Signals): void => {
    if (!this.signal.aborted) {
      this.controller.abort(new RunCancelledError('Interrupted.'));
      return;
    }
    this.stopListening();
    process.kill(process.pid, name);
  };
}

let ofNextCommand: Interruption | undefined;

/** Hears what comes while the next command is still being loaded, which takes seconds on a busy machine. */
export function listenEarly(): void {
  ofNextCommand ??= new Interruption();
  ofNextCommand.listen();
}

/** What the next command is interrupted by; it has to listen, unless somebody let it listen early. */
export function takeInterruption(): Interruption {
  const taken = ofNextCommand ?? new Interruption();
  ofNextCommand = undefined;
  return taken;
}
