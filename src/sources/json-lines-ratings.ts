import { InputDataError } from '../errors.js';
import { sqlPath, sqlText, type RatingFields, type RatingsScan } from './ratings-scan.js';
import { readTextStart } from './text-file.js';

/**
 * Reads one JSON object a line (UTF-8, optionally `.gz`). DuckDB's own JSON reader miscounts lines in its
 * messages, so lines are read as text with a separator that JSON cannot contain and parsed in SQL; row
 * number and line number are then the same. Blank lines are skipped.
 */
export async function jsonLinesRatings(path: string, fields: RatingFields): Promise<RatingsScan> {
  const start = await readTextStart(path);
  if (start.byteLength === 0) {
    throw new InputDataError(`${path} is empty.`, {
      code: 'NO_RATINGS',
      suggestions: ['Check the path, and that the download was complete.'],
    });
  }
  const wanted = [fields.user, fields.product, fields.rating, fields.timestamp];
  const pointers = wanted.filter((name) => name !== undefined).map(jsonPointer);
  const value = (name: string | undefined): string =>
    name === undefined ? 'NULL::VARCHAR' : `found[${pointers.indexOf(jsonPointer(name)) + 1}]`;
  return {
    path,
    sql: `SELECT ${value(fields.user)} AS user_id, ${value(fields.product)} AS product_id,
  ${value(fields.rating)} AS rating, ${value(fields.timestamp)} AS rated_at,
  coalesce(trim(line), '') = '' AS is_blank, found IS NULL AS is_malformed
FROM (
  SELECT line, CASE WHEN json_valid(line) AND json_type(line) = 'OBJECT'
    THEN json_extract_string(line, [${pointers.map(sqlText).join(', ')}]) END AS found
  FROM read_csv(${sqlPath(path)}, auto_detect = false, header = false, delim = '\x1f', quote = '',
    escape = '', strict_mode = false, columns = {'line': 'VARCHAR'}, store_rejects = true,
    rejects_limit = 100)
)`,
    hasRejects: true,
    malformed: 'it is no JSON object',
    fields,
    suggestions: ['Every line must hold one JSON object in double quotes, e.g. {"asin": "B00"}.'],
    locate: (record) => Promise.resolve(`line ${record + 1}`),
  };
}

/** RFC 6901, which takes any key. */
function jsonPointer(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
