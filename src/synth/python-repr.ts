/** What can be written as a Python literal. */
export type Plain =
  null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** A value as Python's `repr` prints it, in ASCII. */
export function pythonRepr(value: Plain): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return reprText(value);
  if (isList(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, each]) => `${reprText(key)}: ${pythonRepr(each)}`,
  );
  return `{${entries.join(', ')}}`;
}

function isList(
  value: readonly Plain[] | Readonly<Record<string, Plain>>,
): value is readonly Plain[] {
  return Array.isArray(value);
}

const SHORT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** In single quotes, unless there are single quotes and no double ones in the text. */
function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const letters = [...text].map((letter) =>
    letter === quote ? `\\${letter}` : (SHORT[letter] ?? escapeUnprintable(letter)),
  );
  return quote + letters.join('') + quote;
}

function escapeUnprintable(letter: string): string {
  const code = letter.codePointAt(0)!;
  if (code >= 0x20 && code < 0x7f) return letter;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
