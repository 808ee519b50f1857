import { LiteralError, type Cursor } from './literal-cursor.js';

const QUOTES = `'"`;

/** Escapes of one letter, of Python and of JSON. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '/': '/',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Escapes of a character by its number: how many hexadecimal digits follow. */
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const MAX_CODE_POINT = 0x10ffff;

/** Whether a string starts here: a quote, or the u that older Pythons put before it. */
export function startsString({ text, at }: Cursor): boolean {
  const quote = isPrefix(text[at]) ? text[at + 1] : text[at];
  return quote !== undefined && QUOTES.includes(quote);
}

/** Reads a string in either kind of quotes and leaves the cursor behind it. Throws LiteralError. */
export function parseString(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at;
  if (isPrefix(text[start])) cursor.at++;
  const quote = text.charCodeAt(cursor.at++);
  let value = '';
  for (let from = cursor.at; ;) {
    const at = endOfRun(text, from, quote);
    value += text.slice(from, at);
    if (at === text.length) throw new LiteralError('it ends inside of a string', start);
    cursor.at = at + 1;
    if (text.charCodeAt(at) === quote) return value;
    value += parseEscape(cursor);
    from = cursor.at;
  }
}

function isPrefix(character: string | undefined): boolean {
  return character === 'u' || character === 'U';
}

const BACKSLASH = 0x5c;

/** Where plain text ends: at the closing quote, a backslash or the end of the text. */
function endOfRun(text: string, from: number, quote: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote || code === BACKSLASH) return at;
  }
  return text.length;
}

/** What the escape behind a backslash stands for; an unknown one stands for itself, as in Python. */
function parseEscape(cursor: Cursor): string {
  const { text, at } = cursor;
  const letter = text[at];
  if (letter === undefined) throw new LiteralError('it ends inside of a string', at);
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0];
  if (octal !== undefined) {
    cursor.at += octal.length;
    return String.fromCharCode(parseInt(octal, 8));
  }
  cursor.at++;
  const digits = HEX_DIGITS[letter];
  return digits === undefined ? (ESCAPES[letter] ?? `\\${letter}`) : parseHex(cursor, digits);
}

function parseHex(cursor: Cursor, count: number): string {
  const { text, at } = cursor;
  const digits = text.slice(at, at + count);
  const code = /^[0-9a-fA-F]+$/.test(digits) ? parseInt(digits, 16) : NaN;
  if (digits.length < count || !(code <= MAX_CODE_POINT)) {
    throw new LiteralError(`\\${text[at - 1]}${digits} stands for no character`, at - 2);
  }
  cursor.at += count;
  return String.fromCodePoint(code);
}
