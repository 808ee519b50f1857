import { queryRows as query } from '../../src/catalog/query/query.js';
import { expectSuccess, vasg } from './cli.js';

/** Rows of a query as `vasg query --format json` gives them, without a process of its own. */
export async function queryRows<T>(workspace: string, sql: string): Promise<T[]> {
  const { rows } = await query({ workspace, sql });
  return JSON.parse(JSON.stringify(rows)) as T[];
}

/** The same through the command, as anybody else would ask. */
export async function askForRows<T>(workspace: string, sql: string): Promise<T[]> {
  const result = await vasg(['query', sql, '--format', 'json'], { workspace });
  return JSON.parse(expectSuccess(result).stdout) as T[];
}
