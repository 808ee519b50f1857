import { UsageError } from '../errors.js';

/**
 * Parses `user=user_id,product=item_id`: what a meaning is called in the file. Names may hold anything but
 * commas. Throws UsageError that names `flag`.
 */
export function parseColumnMap<R extends string, O extends string>(
  text: string,
  flag: string,
  { required, optional }: { required: readonly R[]; optional: readonly O[] },
): Record<R, string> & Partial<Record<O, string>> {
  const known: readonly string[] = [...required, ...optional];
  const map: Record<string, string> = {};
  for (const item of text.split(',')) {
    const at = item.indexOf('=');
    const meaning = item.slice(0, Math.max(at, 0)).trim();
    const name = item.slice(at + 1);
    if (at < 0 || name === '' || !known.includes(meaning) || meaning in map) {
      throw new UsageError(`${flag}: "${item}" is no MEANING=NAME, or given twice.`, {
        suggestions: [`The meanings are ${known.join(', ')}.`, example(flag, required)],
      });
    }
    map[meaning] = name;
  }
  const missing = required.filter((meaning) => !(meaning in map));
  if (missing.length > 0) {
    throw new UsageError(`${flag} lacks ${missing.join(' and ')}.`, {
      suggestions: [example(flag, required)],
    });
  }
  return map as Record<R, string> & Partial<Record<O, string>>;
}

function example(flag: string, required: readonly string[]): string {
  return `For example ${flag} ${required.map((meaning) => `${meaning}=${meaning}_id`).join(',')}.`;
}
