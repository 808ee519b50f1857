import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { InputDataError } from '../errors.js';
import { whyUnreadable } from '../files/why-unreadable.js';

/** A file that is being read by position. */
export interface InputFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Fills `target` from `position` on and returns how many bytes there were (fewer only at the end). */
  readAt(target: Uint8Array, position: number): Promise<number>;
  /** The same at once, for some bytes here and there: cheaper than a trip through the thread pool. */
  peekAt(target: Uint8Array, position: number): number;
  close(): Promise<void>;
}

/** Opens a regular file. Throws InputDataError when it is missing, unreadable or a folder. */
export async function openInputFile(path: string): Promise<InputFile> {
  const reason = await whyUnreadable(path);
  if (reason !== undefined) {
    throw new InputDataError(`Cannot read ${path}: ${reason}.`, {
      code: 'INPUT_UNREADABLE',
      suggestions: ['Give the path of one file; relative paths start at the current folder.'],
    });
  }
  const handle = await open(path, 'r');
  const facts = await handle.stat();
  return {
    path,
    sizeBytes: facts.size,
    readAt: (target, position) => readFully(handle, target, position),
    peekAt: (target, position) => readSync(handle.fd, target, 0, target.byteLength, position),
    close: () => handle.close(),
  };
}

async function readFully(
  handle: FileHandle,
  target: Uint8Array,
  position: number,
): Promise<number> {
  let done = 0;
  while (done < target.byteLength) {
    const { bytesRead } = await handle.read(
      target,
      done,
      target.byteLength - done,
      position + done,
    );
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
