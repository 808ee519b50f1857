import { StatementType } from '@duckdb/node-api';
import { UsageError } from '../../errors.js';
import type { Catalog } from '../connection.js';

/** Statements that only look, beside SELECT itself; DuckDB counts them as SELECT. */
const DESCRIBING = /^(describe|desc|show|summarize)\b/i;
/** Of views DuckDB would only say that nothing can be written to them. */
const WRITING = /^(insert|update|delete|merge|truncate)\b/i;

/**
 * Makes sure that `sql` is one statement that reads, and gives the same as a subquery or table expression
 * that can stand after `CREATE TABLE ... AS`. Throws UsageError with DuckDB's message and position.
 */
export async function checkStatement(catalog: Catalog, sql: string): Promise<string> {
  const text = sql.trim();
  if (withoutComments(text) === '') {
    throw new UsageError('There is no SQL to run.', {
      suggestions: ['For example: vasg query "FROM table1". See `vasg query --list`.'],
    });
  }
  if (!(await reads(catalog, text))) {
    throw new UsageError(
      'Only statements that read are allowed: SELECT, FROM, WITH, SHOW, DESCRIBE.',
      {
        code: 'SQL_NOT_READING',
        suggestions: ['The catalog is opened read-only; the other commands write it.'],
      },
    );
  }
  return DESCRIBING.test(withoutComments(text)) ? `FROM (${text.replace(/[;\s]+$/, '')}\n)` : text;
}

async function reads(catalog: Catalog, sql: string): Promise<boolean> {
  const first = withoutComments(sql);
  const { connection } = catalog;
  try {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) {
      throw new UsageError(`One statement at a time: these are ${statements.count}.`);
    }
    if (WRITING.test(first)) return false;
    const prepared = await statements.prepare(0);
    try {
      if (prepared.parameterCount > 0)
        throw new UsageError('Parameters such as $1 or ? have no value.');
      return prepared.statementType === StatementType.SELECT && !/^(pragma|call)\b/i.test(first);
    } finally {
      prepared.destroySync();
    }
  } catch (error) {
    throw sqlError(error);
  }
}

/** DuckDB's complaint about the user's SQL; it shows the line and a caret under the place. */
export function sqlError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'Error') return error;
  const message = error.message.replace(/^Failed to extract statements: /, '');
  return new UsageError(`DuckDB refuses the query. ${message}`, {
    code: 'SQL',
    suggestions: [
      'The tables and columns are described in docs/schema.md, or by `DESCRIBE <table>`.',
    ],
  });
}

function withoutComments(sql: string): string {
  return sql.replace(/^(\s+|--[^\n]*(\n|$)|\/\*[^]*?\*\/)+/, '').replace(/^[;\s]+$/, '');
}
