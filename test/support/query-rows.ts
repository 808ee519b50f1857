import { expectSuccess, vasg } from './cli.js';

/** Rows of a query, through the command that everyone else has. */
export async function queryRows<T>(workspace: string, sql: string): Promise<T[]> {
  const result = await vasg(['query', sql, '--format', 'json'], { workspace });
  return JSON.parse(expectSuccess(result).stdout) as T[];
}
