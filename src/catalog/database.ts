import {
  DuckDBInstance,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBMaterializedResult,
} from '@duckdb/node-api';
import { rowOf, type Row } from './cell.js';
import { translateDuckDbError } from './duckdb-errors.js';

export type SqlValue = string | number | boolean | null;
export type SqlParameters = Readonly<Record<string, SqlValue>>;

/**
 * One DuckDB file and one connection to it. The lock on the file lives as long as the connection, so
 * `close` disconnects first. Every failure leaves as a VasgError or, if it is a bug, as DuckDB gave it.
 */
export class Database {
  private constructor(
    readonly path: string,
    private readonly instance: DuckDBInstance,
    /** For bulk work inside this folder only. */
    readonly connection: DuckDBConnection,
  ) {}

  static async open(path: string, options: { readOnly?: boolean } = {}): Promise<Database> {
    return translating(path, async () => {
      const instance = await DuckDBInstance.create(path, {
        access_mode: options.readOnly === true ? 'READ_ONLY' : 'READ_WRITE',
        // Everything needed is built in; never reach for the network.
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      try {
        const connection = await instance.connect();
        // Times without a zone are UTC, whatever the machine is set to.
        await connection.run("SET TimeZone = 'UTC'");
        return new Database(path, instance, connection);
      } catch (error) {
        instance.closeSync();
        throw error;
      }
    });
  }

  /**
   * The file at `path` through this connection: what has no other name is of that file from now on, and temporary
   * tables of this one can be copied into it. Whoever closes one of both closes both.
   */
  async attach(path: string): Promise<Database> {
    return translating(path, async () => {
      await this.connection.run(`ATTACH '${path.replaceAll("'", "''")}' AS attached; USE attached`);
      return new Database(path, this.instance, this.connection);
    });
  }

  /** Does nothing the second time. */
  close(): void {
    this.connection.disconnectSync();
    this.instance.closeSync();
  }

  /** Stops what is running on the connection; it then fails with RunCancelledError. */
  interrupt(): void {
    this.connection.interrupt();
  }

  /** Runs SQL for its effect: several statements without parameters, or one with. */
  async run(sql: string, parameters?: SqlParameters): Promise<void> {
    await this.execute(sql, parameters);
  }

  /** All rows as plain objects. */
  async rows<T>(sql: string, parameters?: SqlParameters): Promise<T[]> {
    const result = await this.execute(sql, parameters);
    const rows = await result.getRowObjects();
    return rows.map((row) => rowOf(row) as T);
  }

  /** The first row, or undefined. */
  async row<T>(sql: string, parameters?: SqlParameters): Promise<T | undefined> {
    return (await this.rows<T>(sql, parameters))[0];
  }

  /** The result as DuckDB holds it, for reading columns in bulk. */
  async execute(sql: string, parameters?: SqlParameters): Promise<DuckDBMaterializedResult> {
    return translating(this.path, () => this.connection.run(sql, parameters && { ...parameters }));
  }

  /** Chunks of up to 2,048 rows as they are computed. */
  async *stream(sql: string, parameters?: SqlParameters): AsyncGenerator<DuckDBDataChunk> {
    const result = await translating(this.path, () =>
      this.connection.stream(sql, parameters && { ...parameters }),
    );
    for (;;) {
      const chunk = await translating(this.path, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk;
    }
  }

  /** Rows as `rows` gives them, some at a time as they are computed. */
  async *rowBatches(sql: string): AsyncGenerator<Row[]> {
    const result = await translating(this.path, () => this.connection.stream(sql));
    for await (const rows of result.yieldRowObjects()) yield rows.map(rowOf);
  }

  /** Runs `work` in one transaction: all of it or nothing. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('BEGIN TRANSACTION');
    try {
      const result = await work();
      await this.run('COMMIT');
      return result;
    } catch (error) {
      // A failed COMMIT has rolled back already.
      await this.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}

async function translating<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateDuckDbError(error, path);
  }
}
