import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { CATALOG_FILE } from '../../src/catalog/connection.js';

/** Does to a catalog what no command does. */
export async function changeCatalog(workspace: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(workspace, CATALOG_FILE));
  const connection = await instance.connect();
  try {
    await connection.run(sql);
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
}
