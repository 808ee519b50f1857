import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { version } from '@duckdb/node-api';
import { pythonFolder, referencePath, ReferenceMissing } from './references.js';

const run = promisify(execFile);

/** Runs a script of `reference/` on a database file in the DuckDB command line; `variables` are set before. */
export type DuckDbCli = (
  script: string,
  database: string,
  variables: Readonly<Record<string, string>>,
) => Promise<void>;

/**
 * The command line that VASG_REFERENCE_DUCKDB names, else that of the virtual environment, else that of the PATH.
 *
 * @throws ReferenceMissing where there is none, or only one of another version than the library that we use.
 */
export async function duckDbCli(): Promise<DuckDbCli> {
  const program = programPath();
  const found = await versionOf(program);
  if (found !== version()) {
    throw new ReferenceMissing(
      `the DuckDB command line ${found === undefined ? 'is missing' : `is ${found}`}, ${version()} is needed ` +
        '(python/requirements-bench.txt)',
    );
  }
  return async (script, database, variables) => {
    const settings = Object.entries(variables).map(
      ([name, value]) => `SET VARIABLE ${name} = '${value.replaceAll("'", "''")}'`,
    );
    await run(program, [database, '-cmd', settings.join(';'), '-f', referencePath(script)]);
  };
}

function programPath(): string {
  const given = process.env.VASG_REFERENCE_DUCKDB;
  if (given !== undefined) return given;
  const installed = join(pythonFolder(), process.platform === 'win32' ? 'duckdb.exe' : 'duckdb');
  return existsSync(installed) ? installed : 'duckdb';
}

/** E.g. `v1.5.5`. */
async function versionOf(program: string): Promise<string | undefined> {
  try {
    return (await run(program, ['--version'])).stdout.split(' ')[0];
  } catch {
    return undefined;
  }
}
