import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CATALOG_FILE, withCatalog, type Catalog } from '../../src/catalog/connection.js';
import { Database } from '../../src/catalog/database.js';
import { patiently } from '../../src/catalog/patience.js';
import { insertRow } from '../../src/catalog/bulk.js';
import { listDatasets, readDataset } from '../../src/catalog/datasets.js';
import { InputDataError, MissingArtifactError, RunCancelledError } from '../../src/errors.js';
import { temporaryName } from '../../src/files/temporary-name.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

/** Opens the file in another process and holds it until it is killed. */
async function holdElsewhere(path: string, mode: 'READ_WRITE' | 'READ_ONLY') {
  const script = `
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(${JSON.stringify(path)}, { access_mode: '${mode}' });
    const connection = await instance.connect();
    console.log('open');
    setInterval(() => connection, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

const makeEmpty = (workspace: string) => withCatalog(workspace, 'write', () => Promise.resolve());

const insertStage = (catalog: Catalog) =>
  insertRow(catalog, 'stages', {
    stage: 's',
    subject: 'x',
    input_hash: 'h',
    facts: '{}',
    finished_at: '2026-01-01T00:00:00Z',
  });

const countStages = (workspace: string) =>
  withCatalog(workspace, 'read', (catalog) => catalog.rows('FROM stages').then((r) => r.length));

describe('catalog', () => {
  it('says which command makes it when there is none', async () => {
    const workspace = temporaryFolder();
    const error = await rejection(
      withCatalog(workspace, 'read', () => Promise.resolve()),
      MissingArtifactError,
    );
    expect(error.code).to.equal('CATALOG_MISSING');
    expect(error.suggestions.join()).to.include('vasg data ingest');
  });

  it('keeps what a write did, and nothing of a write that threw', async () => {
    const workspace = temporaryFolder();
    await withCatalog(workspace, 'write', insertStage);
    const failing = withCatalog(workspace, 'write', async (catalog) => {
      await insertStage(catalog);
      throw new TypeError('half way');
    });
    await rejection(failing, TypeError);
    expect(await countStages(workspace)).to.equal(1);
  });

  it('names the data sets that exist', async () => {
    const workspace = temporaryFolder();
    await makeEmpty(workspace);
    await withCatalog(workspace, 'read', async (catalog) => {
      expect(await listDatasets(catalog)).to.deep.equal([]);
      const error = await rejection(readDataset(catalog, 'shop'), MissingArtifactError);
      expect(error.suggestions.join()).to.include('vasg data ingest --dataset shop');
    });
  });

  it('runs overlapping uses one after another', async () => {
    const workspace = temporaryFolder();
    await Promise.all(
      Array.from({ length: 8 }, () => withCatalog(workspace, 'write', insertStage)),
    );
    expect(await countStages(workspace)).to.equal(8);
  });

  it('refuses nested use instead of waiting for itself', async () => {
    const workspace = temporaryFolder();
    const nested = withCatalog(workspace, 'write', () => makeEmpty(workspace));
    expect((await rejection(nested, Error)).message).to.include('used by the caller already');
  });

  it('frees the file for other processes as soon as it is closed', async () => {
    const workspace = temporaryFolder();
    await makeEmpty(workspace);
    const other = await holdElsewhere(join(workspace, 'catalog.duckdb'), 'READ_WRITE');
    other.kill('SIGKILL');
    await once(other, 'exit');
  });

  it('says who holds the file, then gets it once it is free', async () => {
    const workspace = temporaryFolder();
    await makeEmpty(workspace);
    const other = await holdElsewhere(join(workspace, 'catalog.duckdb'), 'READ_ONLY');
    const busy = withCatalog(workspace, 'write', insertStage, { waitMs: 200 });
    const error = await rejection(busy, MissingArtifactError);
    expect(error.code).to.equal('CATALOG_LOCKED');
    expect(error.message).to.include(`process ${other.pid}`);
    expect(await countStages(workspace)).to.equal(0);
    const patient = withCatalog(workspace, 'write', insertStage);
    other.kill('SIGKILL');
    await patient;
    expect(await countStages(workspace)).to.equal(1);
  });

  it('is waited for by whoever has something to store, who says so once', async () => {
    const workspace = temporaryFolder();
    await makeEmpty(workspace);
    const other = await holdElsewhere(join(workspace, 'catalog.duckdb'), 'READ_ONLY');
    const warnings: string[] = [];
    const warn = (message: string): void => {
      warnings.push(message);
      // Some more attempts, which say nothing.
      setTimeout(() => other.kill('SIGKILL'), 500);
    };
    const waiter = { progress: { warn }, signal: new AbortController().signal };
    await patiently(waiter, () => withCatalog(workspace, 'write', insertStage));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include(`process ${other.pid}`).and.to.include('up to 10 minutes');
    expect(await countStages(workspace)).to.equal(1);
  });

  it('is waited for no longer once nobody wants to', async () => {
    const workspace = temporaryFolder();
    await makeEmpty(workspace);
    const other = await holdElsewhere(join(workspace, 'catalog.duckdb'), 'READ_ONLY');
    const interrupt = new AbortController();
    const warn = (): void => interrupt.abort(new RunCancelledError('Interrupted.'));
    const storing = patiently({ progress: { warn }, signal: interrupt.signal }, () =>
      withCatalog(workspace, 'write', insertStage),
    );
    await rejection(storing, RunCancelledError);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await countStages(workspace)).to.equal(0);
  });

  for (const { what, version, code, says } of [
    { what: 'a newer release', version: 999, code: 'CATALOG_TOO_NEW', says: '999' },
    { what: 'before the first release', version: 1, code: 'CATALOG_TOO_OLD', says: 'development' },
  ]) {
    it(`refuses a catalog from ${what}`, async () => {
      const workspace = temporaryFolder();
      await withCatalog(workspace, 'write', (catalog) =>
        catalog.run(`UPDATE schema_version SET version = ${version}`),
      );
      for (const mode of ['read', 'write'] as const) {
        const opening = withCatalog(workspace, mode, () => Promise.resolve());
        const error = await rejection(opening, MissingArtifactError);
        expect(error.code).to.equal(code);
        expect(error.message).to.include(says);
      }
    });
  }

  it('brings an empty database file to the current schema before reading', async () => {
    const workspace = temporaryFolder();
    const database = await Database.open(join(workspace, 'catalog.duckdb'));
    database.close();
    expect(await countStages(workspace)).to.equal(0);
  });

  it('is written through another database, which is closed with it', async () => {
    const workspace = temporaryFolder();
    const other = await Database.open(join(temporaryFolder(), 'other.duckdb'));
    await other.run('CREATE TEMP TABLE subjects AS SELECT unnest([7, 8]) AS number');
    const copy = (catalog: Catalog) =>
      catalog.run(`INSERT INTO stages SELECT 's', number, 'h', '{}', now() FROM subjects`);
    await withCatalog(workspace, 'write', copy, { through: other });
    expect(await countStages(workspace)).to.equal(2);
    await rejection(other.rows('FROM subjects'), Error);
    other.close();
  });

  it('keeps nothing of a write through another database that threw', async () => {
    const workspace = temporaryFolder();
    await makeEmpty(workspace);
    const other = await Database.open(':memory:');
    const failing = withCatalog(
      workspace,
      'write',
      async (catalog) => {
        await insertStage(catalog);
        throw new Error('no');
      },
      { through: other },
    );
    await rejection(failing, Error);
    expect(await countStages(workspace)).to.equal(0);
  });

  it('names the catalog, not the database that it is written through', async () => {
    const workspace = temporaryFolder();
    writeFileSync(join(workspace, CATALOG_FILE), 'no database at all '.repeat(1000));
    const other = await Database.open(':memory:');
    const opening = withCatalog(workspace, 'write', insertStage, { through: other });
    const error = await rejection(opening, InputDataError);
    expect(error.code).to.equal('CATALOG_DAMAGED');
    expect(error.message).to.include(join(workspace, CATALOG_FILE));
    other.close();
  });

  it('is waited for by who writes it through another database', async () => {
    const workspace = temporaryFolder();
    await makeEmpty(workspace);
    const holder = await holdElsewhere(join(workspace, CATALOG_FILE), 'READ_WRITE');
    const other = await Database.open(':memory:');
    const writing = (waitMs: number) =>
      withCatalog(workspace, 'write', insertStage, { through: other, waitMs });
    const error = await rejection(writing(300), MissingArtifactError);
    expect(error.code).to.equal('CATALOG_LOCKED');
    const written = writing(20_000);
    holder.kill();
    await written;
    expect(await countStages(workspace)).to.equal(1);
  });

  for (const [what, start] of [
    ['no database', 'no database at all '],
    ['a database of SQLite', 'SQLite format 3\0'],
  ] as const) {
    it(`refuses a file that is ${what}`, async () => {
      const workspace = temporaryFolder();
      writeFileSync(join(workspace, 'catalog.duckdb'), start.padEnd(100_000));
      const error = await rejection(makeEmpty(workspace), InputDataError);
      expect(error.code).to.equal('CATALOG_DAMAGED');
    });
  }

  it('refuses a catalog that was cut short', async () => {
    const workspace = temporaryFolder();
    await makeEmpty(workspace);
    truncateSync(join(workspace, 'catalog.duckdb'), 100_000);
    const error = await rejection(makeEmpty(workspace), InputDataError);
    expect(error.code).to.equal('CATALOG_DAMAGED');
  });

  it('leaves no part of a catalog that could not be made', async () => {
    const workspace = temporaryFolder();
    // As on a full disk, the first write beyond some kilobytes fails.
    const script = `
      const { withCatalog } = await import(${JSON.stringify(new URL('../../src/catalog/connection.ts', import.meta.url).href)});
      await withCatalog(${JSON.stringify(workspace)}, 'write', () => Promise.resolve()).catch((error) => process.exit(error.exitCode));`;
    const child = spawn(
      'sh',
      [
        '-c',
        'ulimit -f 40; trap "" XFSZ; exec "$0" --import=tsx --input-type=module -e "$1"',
        process.execPath,
        script,
      ],
      { stdio: 'ignore' },
    );
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).to.equal(9);
    expect(readdirSync(workspace)).to.deep.equal([]);
    await makeEmpty(workspace);
  });

  it('removes what a process that was killed left of one', async () => {
    const workspace = temporaryFolder();
    const { pid } = spawnSync(process.execPath, ['--version']);
    const own = temporaryName(join(workspace, CATALOG_FILE));
    const left = own.replace(`-${process.pid}-`, `-${pid}-`);
    for (const file of [left, `${left}.wal`]) writeFileSync(file, '');
    await makeEmpty(workspace);
    expect(readdirSync(workspace)).to.deep.equal([CATALOG_FILE]);
  });
});
