import { InputDataError } from '../errors.js';
import { readTextStart, textBytes } from './text-file.js';

/** Characters that a line may have; more than that is no file of lines. */
const MAX_LINE_CHARACTERS = 1 << 25;

/** Some lines of a file in order. */
export interface LineBlock {
  /** Number of the first line, from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

/**
 * The lines of a UTF-8 text file without their ends, a megabyte or so at a time, unpacked when its name
 * ends in `.gz`. Throws InputDataError for another encoding or a line without end.
 */
export async function* textLines(path: string): AsyncGenerator<LineBlock> {
  await readTextStart(path);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = 1;
  let rest = '';
  const decode = (bytes: Uint8Array | undefined): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw notText(path, first, cause);
    }
  };
  for await (const bytes of textBytes(path)) {
    const lines = (rest + decode(bytes)).split(/\r?\n/);
    rest = lines.pop()!;
    if (rest.length > MAX_LINE_CHARACTERS) throw noLines(path, first + lines.length);
    yield { first, lines };
    first += lines.length;
  }
  const last = rest + decode(undefined);
  if (last !== '') yield { first, lines: [last] };
}

function notText(path: string, line: number, cause: unknown): InputDataError {
  return new InputDataError(
    `${path}, at or below line ${line}: there are bytes that are not UTF-8.`,
    {
      code: 'ENCODING',
      cause,
      suggestions: ['Convert the file: iconv -f latin1 -t UTF-8.'],
    },
  );
}

function noLines(path: string, line: number): InputDataError {
  return new InputDataError(`${path}, line ${line}: it has no end.`, {
    code: 'NOT_TEXT',
    suggestions: ['Check that the path names the right file, and that it holds one record a line.'],
  });
}
