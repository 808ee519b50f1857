import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputDataError } from '../errors.js';

/** The bytes of a text file from its start, unpacked when its name ends in `.gz`. */
export async function* textBytes(path: string): AsyncGenerator<Uint8Array> {
  // Nothing, packed or not: an empty file is no gzip stream.
  if ((await stat(path)).size === 0) return;
  const raw = createReadStream(path, { highWaterMark: 1 << 20 });
  const stream = path.endsWith('.gz') ? pipeline(raw, createGunzip(), () => undefined) : raw;
  for await (const block of stream) yield block as Uint8Array;
}

const BYTE_ORDER_MARKS: readonly [string, readonly number[]][] = [
  ['UTF-32', [0xff, 0xfe, 0, 0]],
  ['UTF-32', [0, 0, 0xfe, 0xff]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
];

/**
 * The first bytes of a UTF-8 text file (up to about 1 MiB, empty for an empty file), without the byte
 * order mark. Throws InputDataError when they are another encoding or no text at all.
 */
export async function readTextStart(path: string): Promise<Uint8Array> {
  for await (const block of textBytes(path)) {
    const mark = BYTE_ORDER_MARKS.find(([, bytes]) => bytes.every((byte, i) => block[i] === byte));
    if (mark !== undefined) {
      throw new InputDataError(`Cannot read ${path}: it is ${mark[0]} text, not UTF-8.`, {
        code: 'ENCODING',
        suggestions: [`Convert it: iconv -f ${mark[0]} -t UTF-8.`],
      });
    }
    const zero = block.indexOf(0);
    if (zero >= 0) {
      throw new InputDataError(
        `Cannot read ${path}: byte ${zero} is zero, so this is no text file.`,
        { code: 'NOT_TEXT', suggestions: ['Check that the path names the right file.'] },
      );
    }
    const hasMark = block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf;
    return hasMark ? block.subarray(3) : block;
  }
  return new Uint8Array();
}
