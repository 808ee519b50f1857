import { LiteralError, type Cursor } from './literal-cursor.js';
import { parseString, startsString } from './python-string.js';

/** What a literal stands for. */
export type Literal = null | boolean | number | string | readonly Literal[] | LiteralObject;
/** A dict or JSON object; keys are text, the last of equal ones counts. */
export type LiteralObject = ReadonlyMap<string, Literal>;

/** Real files are three levels deep; the limit only keeps garbage from using up the stack. */
const MAX_DEPTH = 100;

const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[lL]?/y;
const NAME = /[+-]?[A-Za-z_]+/y;

const CONSTANTS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['None', null],
  ['null', null],
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ...['nan', 'NaN'].map((name) => [name, NaN] as const),
  ...['inf', 'Infinity'].flatMap(
    (name) =>
      [
        [name, Infinity],
        [`-${name}`, -Infinity],
      ] as const,
  ),
]);

/**
 * Reads one Python literal or JSON value: dict, list, tuple, string, number, True/False/None or
 * true/false/null. It computes nothing and knows no names, so a file can do no harm. Throws LiteralError.
 */
export function parseLiteral(text: string): Literal {
  const cursor: Cursor = { text, at: 0 };
  const value = parseValue(cursor, 0);
  skipSpace(cursor);
  if (cursor.at < text.length) throw new LiteralError('text follows the value', cursor.at);
  return value;
}

function parseValue(cursor: Cursor, depth: number): Literal {
  skipSpace(cursor);
  if (depth > MAX_DEPTH) throw new LiteralError('it is nested too deeply', cursor.at);
  switch (cursor.text.charAt(cursor.at)) {
    case '{':
      return parseObject(cursor, depth + 1);
    case '[':
      return parseList(cursor, ']', depth + 1);
    case '(':
      return parseList(cursor, ')', depth + 1);
    default:
      return startsString(cursor) ? parseString(cursor) : parseWord(cursor);
  }
}

function parseObject(cursor: Cursor, depth: number): LiteralObject {
  const entries = new Map<string, Literal>();
  cursor.at++;
  while (!take(cursor, '}')) {
    const keyAt = cursor.at;
    const key = parseValue(cursor, depth);
    if (typeof key === 'object') throw new LiteralError('a key is no text', keyAt);
    if (!take(cursor, ':')) throw missing(cursor, '":"');
    entries.set(String(key), parseValue(cursor, depth));
    if (take(cursor, ',')) continue;
    if (take(cursor, '}')) break;
    throw missing(cursor, '"," or "}"');
  }
  return entries;
}

function parseList(cursor: Cursor, end: ']' | ')', depth: number): Literal[] {
  const values: Literal[] = [];
  cursor.at++;
  while (!take(cursor, end)) {
    values.push(parseValue(cursor, depth));
    if (take(cursor, ',')) continue;
    if (take(cursor, end)) break;
    throw missing(cursor, `"," or "${end}"`);
  }
  return values;
}

/** A number or a constant. */
function parseWord(cursor: Cursor): Literal {
  const number = match(NUMBER, cursor);
  if (number !== undefined) return Number(number.replace(/l$/i, ''));
  const start = cursor.at;
  const name = match(NAME, cursor);
  const value = name === undefined ? undefined : CONSTANTS.get(name);
  if (value !== undefined) return value;
  if (name !== undefined) throw new LiteralError(`"${name.slice(0, 20)}" is no value`, start);
  throw missing(cursor, 'a value');
}

function match(pattern: RegExp, cursor: Cursor): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function take(cursor: Cursor, character: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at++;
  return true;
}

function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  while (cursor.at < text.length && ' \t\r\n'.includes(text[cursor.at]!)) cursor.at++;
}

function missing({ text, at }: Cursor, what: string): LiteralError {
  return new LiteralError(
    at < text.length
      ? `${what} is expected, not "${text[at]}"`
      : `it ends where ${what} is expected`,
    at,
  );
}
