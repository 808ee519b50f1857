import type { Database } from '../../catalog/database.js';
import { InputDataError, VasgError } from '../../errors.js';
import type { RatingsScan } from '../../sources/ratings-scan.js';
import { isBlankId, mayBeBlankId } from './blank-id.js';

/** Ten digits of seconds last until 2286; larger numbers can only be milliseconds. */
const MAX_SECONDS = 1e11;
/** The year 9999. */
const MAX_MILLISECONDS = 2.53e14;
/** Of float32. */
const LARGEST_RATING = 3.4028234e38;

/**
 * Loads every record of the file into table `raw_ratings` (user_id, product_id, rating FLOAT, rated_at
 * TIMESTAMP; row order is file order). Throws InputDataError for the first record that cannot be used:
 * nothing is skipped.
 */
export async function stageRatings(database: Database, scan: RatingsScan): Promise<void> {
  await load(database, scan);
  await refuseRejects(database, scan);
  await refuseFaults(database, scan);
  await database.run('DELETE FROM raw_ratings WHERE is_blank');
  const left = await database.row('SELECT 1 FROM raw_ratings LIMIT 1');
  if (left === undefined) {
    throw new InputDataError(`${scan.path} holds no ratings.`, {
      code: 'NO_RATINGS',
      suggestions: ['Check the path, and that the download was complete.'],
    });
  }
}

async function load(database: Database, scan: RatingsScan): Promise<void> {
  try {
    await database.run(loadSql(scan));
  } catch (error) {
    throw error instanceof VasgError ? error : await unreadable(scan, error);
  }
}

/**
 * Each value is computed in a query of its own, because DuckDB computes a value that is named twice twice. Of ratings
 * and times the text is kept only where it is no number or no time.
 */
function loadSql(scan: RatingsScan): string {
  return `CREATE TEMP TABLE raw_ratings AS
SELECT user_id, product_id, rating, rated_at, is_blank, is_malformed,
  CASE WHEN isfinite(rating) THEN NULL ELSE nullif(rating_text, '') END AS odd_rating,
  CASE WHEN isfinite(rated_at) THEN NULL ELSE nullif(time_text, '') END AS odd_time
FROM (
  SELECT *,
    CASE
      WHEN time_number IS NULL THEN TRY_CAST(time_text AS TIMESTAMPTZ)::TIMESTAMP
      WHEN abs(time_number) < ${MAX_SECONDS} THEN make_timestamp((time_number * 1e6)::BIGINT)
      WHEN abs(time_number) < ${MAX_MILLISECONDS} THEN make_timestamp((time_number * 1e3)::BIGINT)
    END AS rated_at
  FROM (
    SELECT user_id, product_id, is_blank, is_malformed,
      rating AS rating_text, TRY_CAST(rating AS FLOAT) AS rating,
      rated_at AS time_text, TRY_CAST(rated_at AS DOUBLE) AS time_number
    FROM (${scan.sql})))`;
}

async function unreadable(scan: RatingsScan, error: unknown): Promise<InputDataError> {
  const place = await scan.explain?.();
  const message = (error as Error).message.split('\n', 1)[0] ?? '';
  return new InputDataError(
    place === undefined
      ? `Cannot read ${scan.path}: ${message}`
      : `${scan.path}, line ${place.line}: ${place.what}.`,
    {
      code: 'RATINGS_FORMAT',
      cause: error,
      suggestions: ['Quote fields as RFC 4180 says, and use one kind of line end.'],
    },
  );
}

interface RejectRow {
  line: number;
  kind: string;
  text: string;
  message: string;
}

/** What DuckDB's reader could not parse: wrong number of fields, open quotes, bytes that are not UTF-8. */
async function refuseRejects(database: Database, scan: RatingsScan): Promise<void> {
  if (!scan.hasRejects) return;
  const reject = await database.row<RejectRow>(
    `SELECT line, error_type AS kind, left(csv_line, 80) AS text, error_message AS message
     FROM reject_errors ORDER BY line, column_idx LIMIT 1`,
  );
  if (reject === undefined) return;
  throw new InputDataError(
    `${scan.path}, line ${reject.line}: ${rejectReason(reject, scan)} in ${JSON.stringify(reject.text)}.`,
    { code: 'RATINGS_FORMAT', suggestions: rejectSuggestions(reject, scan) },
  );
}

function rejectReason({ kind, message }: RejectRow, scan: RatingsScan): string {
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (counts !== null) return scan.malformed ?? `expected ${counts[1]} fields, found ${counts[2]}`;
  if (kind === 'UNQUOTED VALUE') return 'a quote is opened and never closed, or text follows it,';
  if (kind === 'INVALID ENCODING') return 'there are bytes that are not UTF-8';
  if (kind === 'LINE SIZE OVER MAXIMUM') return 'the line is longer than 2 MB';
  return message.replace(/\.$/, '');
}

function rejectSuggestions({ kind }: RejectRow, scan: RatingsScan): string[] {
  if (kind === 'INVALID ENCODING') return ['Convert the file: iconv -f latin1 -t UTF-8.'];
  return ['Mend or remove the line.', ...scan.suggestions];
}

type Fault = 'malformed' | 'user' | 'product' | 'rating' | 'timestamp';

/**
 * Conditions of which one holds for every record with a fault. Asked one by one, most are answered by what DuckDB knows
 * of the largest and smallest values; a test of every record for every fault took a quarter of the time of loading.
 */
const SUSPICIOUS = [
  'is_malformed',
  ...['user_id', 'product_id'].flatMap(mayBeBlankId),
  'odd_rating IS NOT NULL',
  'odd_time IS NOT NULL',
];

const COUNT_SUSPICIOUS = `SELECT sum(n)::BIGINT AS suspicious FROM (${SUSPICIOUS.map(
  (condition) => `SELECT count(*) AS n FROM raw_ratings WHERE ${condition}`,
).join(' UNION ALL ')})`;

const FIRST_FAULT = `
SELECT record, fault,
  left(CASE fault WHEN 'rating' THEN odd_rating WHEN 'timestamp' THEN odd_time END, 80) AS value,
  count(*) OVER () AS total
FROM (
  SELECT rowid AS record, odd_rating, odd_time,
    CASE WHEN is_malformed THEN 'malformed'
      WHEN ${isBlankId('user_id')} THEN 'user'
      WHEN ${isBlankId('product_id')} THEN 'product'
      WHEN odd_rating IS NOT NULL THEN 'rating'
      WHEN odd_time IS NOT NULL THEN 'timestamp'
    END AS fault
  FROM raw_ratings WHERE NOT is_blank)
WHERE fault IS NOT NULL ORDER BY record LIMIT 1`;

/** What parsed but cannot be used. */
async function refuseFaults(database: Database, scan: RatingsScan): Promise<void> {
  const count = await database.row<{ suspicious: number }>(COUNT_SUSPICIOUS);
  if (count?.suspicious === 0) return;
  const row = await database.row<{ record: number; fault: Fault; value: string; total: number }>(
    FIRST_FAULT,
  );
  if (row === undefined) return;
  const others = row.total > 1 ? ` (${row.total - 1} more records have faults)` : '';
  throw new InputDataError(
    `${scan.path}, ${await scan.locate(row.record)}: ${faultReason(row.fault, row.value, scan)}${others}.`,
    { code: 'RATINGS_FORMAT', suggestions: ['Mend or remove the record.', ...scan.suggestions] },
  );
}

function faultReason(fault: Fault, value: string, { fields, malformed }: RatingsScan): string {
  switch (fault) {
    case 'malformed':
      return malformed ?? 'it is malformed';
    case 'user':
    case 'product':
      return `the ${fault} id ("${fields[fault]}") is empty, blank or holds a zero byte`;
    case 'rating':
      return Number.isFinite(Number(value)) && Math.abs(Number(value)) > LARGEST_RATING
        ? `rating "${value}" is too large for float32, which ends at 3.4e38`
        : `rating "${value}" is not a finite number`;
    case 'timestamp':
      return `timestamp "${value}" is neither unix seconds or milliseconds nor ISO 8601`;
  }
}
