import { MissingArtifactError } from '../errors.js';
import type { Database } from './database.js';
import { initialSchema } from './migrations/0001-initial.js';

/** Every step from an empty file to the current schema, each to the next version. Only ever append. */
const MIGRATIONS: readonly string[] = [initialSchema];

/** Of the first step. Lower versions were of catalogs made before the first release. */
const FIRST_VERSION = 2;
const SCHEMA_VERSION = FIRST_VERSION + MIGRATIONS.length - 1;

/** False when `migrate` has something to do. Throws MissingArtifactError for a version that is not known. */
export async function isCurrent(catalog: Database): Promise<boolean> {
  return (await schemaVersion(catalog)) === SCHEMA_VERSION;
}

/** Brings the catalog to the current schema, each step in its own transaction. */
export async function migrate(catalog: Database): Promise<void> {
  const version = await schemaVersion(catalog);
  for (const [index, migration] of MIGRATIONS.entries()) {
    const next = FIRST_VERSION + index;
    if (next <= version) continue;
    await catalog.transaction(async () => {
      await catalog.run(migration);
      await catalog.run('DELETE FROM schema_version');
      await catalog.run('INSERT INTO schema_version VALUES ($version)', { version: next });
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
  if (version < FIRST_VERSION) {
    throw new MissingArtifactError(
      `${catalog.path} was made by a development version of vasg, whose catalog nothing can read any more.`,
      {
        code: 'CATALOG_TOO_OLD',
        suggestions: ['Load the data again into another workspace (--workspace).'],
      },
    );
  }
  return version;
}
