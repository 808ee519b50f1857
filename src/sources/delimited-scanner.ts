import { textBytes } from './text-file.js';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A place in a delimited file that its reader could not get over. */
export interface DelimitedFault {
  line: number;
  what: string;
}

type State = 'field-start' | 'unquoted' | 'quoted' | 'quote-in-quoted';

/**
 * Walks through delimited text (RFC 4180) byte by byte and knows the line. Used only to say where a fault
 * is: DuckDB does the reading, but counts records, and a quoted field may hold line ends.
 */
class DelimitedScanner {
  /** Non-blank records that ended so far. */
  numRecords = 0;
  line = 1;
  /** Line on which the record being read began. */
  recordLine = 1;
  fault: DelimitedFault | undefined;
  private state: State = 'field-start';
  private isBlank = true;
  private previous = 0;
  private lineEnd: 'CRLF' | 'LF' | undefined;

  constructor(private readonly delimiter: number) {}

  push(byte: number): void {
    if (byte === LINE_FEED) this.pushLineFeed();
    else if (byte === QUOTE) this.pushQuote();
    else if (byte === this.delimiter && this.state !== 'quoted') this.state = 'field-start';
    else if (byte !== CARRIAGE_RETURN) this.pushOther();
    if (byte !== CARRIAGE_RETURN && byte !== LINE_FEED) this.isBlank = false;
    this.previous = byte;
  }

  private pushLineFeed(): void {
    if (this.state !== 'quoted') {
      const lineEnd = this.previous === CARRIAGE_RETURN ? 'CRLF' : 'LF';
      this.lineEnd ??= lineEnd;
      if (lineEnd !== this.lineEnd) {
        this.report(`it ends with ${lineEnd}, the lines before it with ${this.lineEnd}`);
      }
      if (!this.isBlank) this.numRecords++;
      this.isBlank = true;
      this.state = 'field-start';
      this.recordLine = this.line + 1;
    }
    this.line++;
  }

  private pushQuote(): void {
    if (this.state === 'field-start' || this.state === 'quote-in-quoted') this.state = 'quoted';
    else if (this.state === 'quoted') this.state = 'quote-in-quoted';
  }

  private pushOther(): void {
    if (this.state === 'quote-in-quoted') this.report('text follows a closing quote');
    if (this.state === 'field-start' || this.state === 'quote-in-quoted') this.state = 'unquoted';
  }

  private report(what: string): void {
    this.fault ??= { line: this.line, what };
  }
}

/** The 1-based line on which the non-blank record number `record` (0-based, a header counts) begins. */
export async function lineOfRecord(
  path: string,
  delimiter: string,
  record: number,
): Promise<number> {
  const scanner = new DelimitedScanner(delimiter.charCodeAt(0));
  for await (const block of textBytes(path)) {
    for (const byte of block) {
      scanner.push(byte);
      const inRecord = byte !== LINE_FEED && byte !== CARRIAGE_RETURN;
      if (scanner.numRecords === record && inRecord) return scanner.recordLine;
    }
  }
  return scanner.recordLine;
}

/** The first place that is not RFC 4180, if any. */
export async function findDelimitedFault(
  path: string,
  delimiter: string,
): Promise<DelimitedFault | undefined> {
  const scanner = new DelimitedScanner(delimiter.charCodeAt(0));
  for await (const block of textBytes(path)) {
    for (const byte of block) scanner.push(byte);
    if (scanner.fault !== undefined) return scanner.fault;
  }
  return undefined;
}

/** The fields of the first record in `start`, the first bytes of a file. */
export function parseFirstRecord(start: Uint8Array, delimiter: string): string[] {
  const text = new TextDecoder().decode(start);
  const fields: string[] = [];
  const field = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^${delimiter}\\r\\n]*))(${delimiter}|\\r?\\n|$)`,
    'y',
  );
  while (text !== '') {
    const match = field.exec(text);
    if (match === null) break;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== delimiter) break;
  }
  return fields;
}
