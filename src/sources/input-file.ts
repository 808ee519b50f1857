import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { InputDataError } from '../errors.js';

const OPEN_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its symbolic links go in a circle',
};

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
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    const reason = OPEN_REASONS[error.code ?? ''] ?? error.message;
    throw new InputDataError(`Cannot read ${path}: ${reason}.`, {
      code: 'INPUT_UNREADABLE',
      cause: error,
      suggestions: ['Check the path; relative paths start at the current folder.'],
    });
  });
  const facts = await handle.stat();
  if (!facts.isFile()) {
    await handle.close();
    throw new InputDataError(
      `Cannot read ${path}: it is ${facts.isDirectory() ? 'a folder' : 'not a regular file'}.`,
      { code: 'INPUT_UNREADABLE', suggestions: ['Give the path of one file.'] },
    );
  }
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
