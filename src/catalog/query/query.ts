import { RunCancelledError, VasgError } from '../../errors.js';
import { withCatalog, type Catalog } from '../connection.js';
import type { Cell, Row } from '../cell.js';
import { checkStatement, sqlError } from './check-statement.js';
import { writeJsonRows } from './write-json.js';

export interface QueryColumn {
  name: string;
  /** DuckDB's name of the type. */
  type: string;
}

export interface QueryResult {
  columns: QueryColumn[];
  rows: Row[];
  /** Rows that the query has; `rows` may hold fewer. */
  numRows: number;
}

export type QueryFileFormat = 'csv' | 'json' | 'parquet';

export interface QueryOptions {
  workspace: string;
  sql: string;
  signal?: AbortSignal | undefined;
}

/** Runs one reading statement on the workspace's catalog. Throws UsageError for SQL that DuckDB refuses. */
export function queryRows(
  options: QueryOptions & { maxRows?: number | undefined },
): Promise<QueryResult> {
  return withResult(options, async (catalog, facts) => ({
    ...facts,
    rows: (await catalog.rows<Row>(`FROM ${RESULT} LIMIT ${options.maxRows ?? facts.numRows}`)).map(
      (row) => withParsedJson(row, facts.columns),
    ),
  }));
}

/** The same, with all rows written to the file `path`, which is overwritten. */
export function queryToFile(
  options: QueryOptions & { path: string; format: QueryFileFormat },
): Promise<Omit<QueryResult, 'rows'>> {
  const { path, format } = options;
  return withResult(options, async (catalog, facts) => {
    // DuckDB's own JSON writer puts down NaN, which no JSON reader takes.
    if (format === 'json') {
      await writeJsonRows(catalog, `FROM ${RESULT}`, path, (row) =>
        withParsedJson(row, facts.columns),
      );
    } else {
      const settings = format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet';
      await catalog.run(`COPY ${RESULT} TO '${path.replaceAll("'", "''")}' (${settings})`);
    }
    return facts;
  });
}

/** Temporary tables belong to the connection, so a read-only catalog can have one. */
const RESULT = 'temp.query_result';

async function withResult<T>(
  { workspace, sql, signal }: QueryOptions,
  use: (catalog: Catalog, facts: Omit<QueryResult, 'rows'>) => Promise<T>,
): Promise<T> {
  return withCatalog(workspace, 'read', async (catalog) => {
    const interrupt = (): void => catalog.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      await materialise(catalog, await checkStatement(catalog, sql));
      const columns = await catalog.rows<QueryColumn>(
        `SELECT column_name AS name, column_type AS type FROM (DESCRIBE ${RESULT})`,
      );
      const count = await catalog.row<{ n: number }>(`SELECT count(*) AS n FROM ${RESULT}`);
      return await use(catalog, { columns, numRows: count?.n ?? 0 });
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  });
}

/** Columns of type JSON arrive as text. */
function withParsedJson(row: Row, columns: readonly QueryColumn[]): Row {
  const parsed = { ...row };
  for (const { name, type } of columns) {
    const cell = row[name];
    if (type === 'JSON' && typeof cell === 'string') parsed[name] = JSON.parse(cell) as Cell;
  }
  return parsed;
}

async function materialise(catalog: Catalog, statement: string): Promise<void> {
  try {
    await catalog.run(`CREATE TEMP TABLE query_result AS\n${statement}`);
  } catch (error) {
    if (error instanceof RunCancelledError) throw error;
    // Whatever the statement could not read or write, it is the statement that asked for it.
    throw sqlError(error instanceof VasgError ? error.cause : error);
  }
}
