import { MissingArtifactError } from '../errors.js';
import type { Database } from './database.js';
import { initialSchema } from './migrations/0001-initial.js';

/** Every step from an empty file to the current schema; step n leads to version n. Only ever append. */
const MIGRATIONS: readonly string[] = [initialSchema];

const SCHEMA_VERSION = MIGRATIONS.length;

/** False when `migrate` has something to do. Throws MissingArtifactError when the file is too new. */
export async function isCurrent(catalog: Database): Promise<boolean> {
  return (await schemaVersion(catalog)) === SCHEMA_VERSION;
}

/** Brings the catalog to the current schema, each step in its own transaction. */
export async function migrate(catalog: Database): Promise<void> {
  const version = await schemaVersion(catalog);
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await catalog.transaction(async () => {
      await catalog.run(migration);
      await catalog.run('DELETE FROM schema_version');
      await catalog.run('INSERT INTO schema_version VALUES ($version)', { version: index + 1 });
    });
  }
}

async function schemaVersion(catalog: Database): Promise<number> {
  const table = await catalog.row(
    "SELECT 1 FROM information_schema.tables WHERE table_name = 'schema_version'",
  );
  if (table === undefined) return 0;
  const row = await catalog.row<{ version: number }>('SELECT version FROM schema_version');
  const version = row?.version ?? 0;
  if (version > SCHEMA_VERSION) {
    throw new MissingArtifactError(
      `${catalog.path} has schema version ${version}; this release understands ${SCHEMA_VERSION}.`,
      {
        code: 'CATALOG_TOO_NEW',
        suggestions: ['Update vasg, or use another workspace with --workspace.'],
      },
    );
  }
  return version;
}
