import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';

export interface FileRecord {
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface WriteHashedOptions {
  signal?: AbortSignal | undefined;
  /** Called with the bytes written so far. */
  onWritten?: (sizeBytes: number) => void;
}

/**
 * Writes a new file of `folder` chunk by chunk and syncs it. A chunk's buffer may be reused after the
 * iterator is asked for the next one. Throws the signal's reason when aborted.
 */
export async function writeHashed(
  folder: string,
  name: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { signal, onWritten }: WriteHashedOptions = {},
): Promise<FileRecord> {
  const hash = createHash('sha256');
  const file = await open(path.join(folder, name), 'wx');
  let sizeBytes = 0;
  try {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      hash.update(chunk);
      await file.writeFile(chunk);
      sizeBytes += chunk.byteLength;
      onWritten?.(sizeBytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { name, sizeBytes, sha256: hash.digest('hex') };
}
