import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import createDebug from 'debug';

const debug = createDebug('vasg:trainer');

/** What the server prints, as one line of JSON, when it can be called. */
export interface ReadyLine {
  address: string;
  pid: number;
  contractRevision: number;
}

/** The ready line in `line`, if it is one. */
function parseReadyLine(line: string): ReadyLine | undefined {
  if (!line.startsWith('{"vasg_trainer"')) return undefined;
  try {
    const { vasg_trainer: ready } = JSON.parse(line) as { vasg_trainer: Record<string, unknown> };
    const { address, pid, contract_revision: contractRevision } = ready;
    if (typeof address !== 'string' || typeof pid !== 'number') return undefined;
    return { address, pid, contractRevision: Number(contractRevision) };
  } catch {
    return undefined;
  }
}

/** Reads a child's stdout for ever, so that it never blocks, and resolves with the ready line. */
export function readReadyLine(stdout: Readable): Promise<ReadyLine> {
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const ready = parseReadyLine(line);
      if (ready === undefined) debug(line);
      else resolve(ready);
    });
  });
}
