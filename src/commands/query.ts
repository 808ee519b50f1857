import { text as readAll } from 'node:stream/consumers';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.js';
import { formatRows } from '../query/format-rows.js';
import type { QueryResult } from '../catalog/query/query.js';
import { queryRows } from '../catalog/query/query.js';
import { READY_MADE_QUERIES, type ReadyMadeQuery } from '../catalog/query/ready-made.js';
import { queryToOutput } from '../query/query-to-output.js';
import { UsageError } from '../errors.js';
import { quantity } from '../quantity.js';

/** The rows; or where they were written; or, with `--list`, the ready-made queries. */
export type QueryCommandResult =
  | QueryResult
  | (Omit<QueryResult, 'rows'> & { output: string })
  | { queries: readonly ReadyMadeQuery[] };

/** Rows that `--format table` shows; more would be read by nobody. */
const MAX_TABLE_ROWS = 500;

export default class Query extends BaseCommand<typeof Query> {
  static override summary = 'Ask the catalog in SQL.';

  static override description = `Runs one reading statement (DuckDB's SQL) on catalog.duckdb, which is opened read-only: nothing can be changed, and a training may go on meanwhile. The tables are described in docs/schema.md.

In JSON, integers beyond 2^53 become strings, NaN and infinities null, timestamps ISO 8601 in UTC.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> "SELECT model, part, candidates, auc FROM metrics"',
    '<%= config.bin %> <%= command.id %> --list',
    '<%= config.bin %> <%= command.id %> --name table2 --format csv --output table2.csv',
    'echo "FROM table1" | <%= config.bin %> <%= command.id %> - --format json',
  ];

  static override args = {
    sql: Args.string({ description: 'The statement; - reads it from standard input.' }),
  };

  static override flags = {
    name: Flags.string({
      char: 'n',
      summary: 'Run a ready-made query instead.',
      helpValue: 'NAME',
      exclusive: ['list'],
    }),
    list: Flags.boolean({
      default: false,
      summary: 'List the ready-made queries.',
    }),
    format: Flags.option({ options: ['table', 'csv', 'json', 'parquet'] as const })({
      summary: 'Form of the rows; parquet needs --output.',
      default: 'table' as const,
    }),
    output: Flags.string({
      char: 'o',
      summary: 'Write the rows to this file instead of standard output.',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<QueryCommandResult> {
    const { list, format, output } = this.flags;
    if (list) return this.list();
    const sql = await this.statement();
    const { workspace, signal } = this;
    if (format === 'table') {
      if (output !== undefined) {
        throw new UsageError('--output needs --format csv, json or parquet.');
      }
      const maxRows = this.jsonEnabled() ? undefined : MAX_TABLE_ROWS;
      const result = await queryRows({ workspace, sql, signal, maxRows });
      // A table of very many rows takes longer than the query, or more than the stack has.
      if (!this.jsonEnabled()) this.log(formatRows(result));
      return result;
    }
    if (output === undefined && (this.jsonEnabled() || format === 'parquet')) {
      throw new UsageError(
        `--format ${format} ${format === 'parquet' ? '' : 'with --json '}needs --output.`,
      );
    }
    const written = await queryToOutput({ workspace, sql, signal, format, output });
    if (output !== undefined) this.log(`${output}: ${quantity(written.numRows, 'row')}.`);
    return { ...written, output: output ?? '-' };
  }

  private list(): { queries: readonly ReadyMadeQuery[] } {
    for (const { name, summary } of READY_MADE_QUERIES) this.log(`${name.padEnd(18)} ${summary}`);
    return { queries: READY_MADE_QUERIES };
  }

  private async statement(): Promise<string> {
    const { name } = this.flags;
    const { sql } = this.args;
    if ((name === undefined) === (sql === undefined)) {
      throw new UsageError('Give either one SQL statement or --name.', {
        suggestions: ['See `vasg query --list`.'],
      });
    }
    if (name !== undefined) return findReadyMade(name).sql;
    return sql === '-' ? readAll(process.stdin) : (sql ?? '');
  }
}

function findReadyMade(name: string): ReadyMadeQuery {
  const query = READY_MADE_QUERIES.find((candidate) => candidate.name === name);
  if (query !== undefined) return query;
  const names = READY_MADE_QUERIES.map((candidate) => candidate.name).join(', ');
  throw new UsageError(`There is no ready-made query "${name}".`, {
    suggestions: [`There are: ${names}.`],
  });
}
