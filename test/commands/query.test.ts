import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Database } from '../../src/catalog/database.js';
import { READY_MADE_QUERIES } from '../../src/catalog/query/ready-made.js';
import Query from '../../src/commands/query.js';
import { ingest } from '../../src/datasets/ingest/ingest.js';
import { splitDataset } from '../../src/datasets/split-dataset.js';
import { silentProgress } from '../../src/progress/progress.js';
import { runCommand } from '../support/run-command.js';
import { listing, shopInput } from '../support/small-shop.js';
import { temporaryFolder } from '../support/workspace.js';

describe('query', () => {
  const workspace = temporaryFolder();
  const query = (...argv: string[]) => runCommand<Record<string, unknown>>(Query, argv, workspace);

  before(async () => {
    await ingest(shopInput(), { workspace, progress: silentProgress });
    await splitDataset(
      {
        dataset: 'shop',
        split: 'default',
        seed: 1,
        coldShare: 0,
        validationShare: 0,
        testedMinProducts: 5,
        replace: false,
      },
      workspace,
    );
  });

  it('prints a table without colours', async () => {
    const { stdout } = await query('SELECT dataset, num_users, density FROM table1');
    expect(stdout).to.include('│ shop').and.include('1 row.');
    expect(stdout).not.to.include('\u001b');
  });

  it('runs every ready-made query', async () => {
    for (const { name } of READY_MADE_QUERIES) {
      const { error } = await query('--name', name);
      expect(error, name).to.equal(undefined);
    }
    const { stdout } = await query('--list');
    for (const { name } of READY_MADE_QUERIES) expect(stdout).to.include(name);
  });

  it('prints very many rows as JSON', async () => {
    const { stdout } = await query('SELECT range AS i FROM range(300_000)', '--json');
    const { rows } = JSON.parse(stdout) as { rows: { i: number }[] };
    expect(rows).to.have.length(300_000);
    expect(rows.at(-1)).to.deep.equal({ i: 299_999 });
  });

  it('prints JSON that holds every kind of value', async () => {
    const sql = `SELECT 9007199254740993 AS big, 7::BIGINT AS small, [1, 2] AS list, {'a': [DATE '2020-01-02']} AS s,
      TIMESTAMP '2020-01-01 10:00:00' AS at, 'nan'::DOUBLE AS nan, NULL AS nothing, '\\xAB'::BLOB AS bytes,
      TIMESTAMP 'infinity' AS never, (SELECT options FROM datasets) AS json`;
    const expected = {
      big: '9007199254740993',
      small: 7,
      list: [1, 2],
      s: { a: ['2020-01-02'] },
      at: '2020-01-01T10:00:00.000Z',
      nan: null,
      nothing: null,
      bytes: 'ab',
      never: 'infinity',
      json: { keepUnrated: false, minProducts: 5, ratingsFormat: 'amazon-2014' },
    };
    const plain = await query(sql, '--json');
    expect((JSON.parse(plain.stdout) as { rows: unknown[] }).rows).to.deep.equal([expected]);
    const output = join(temporaryFolder(), 'rows.json');
    await query(sql, '--format', 'json', '--output', output);
    expect(JSON.parse(readFileSync(output, 'utf8'))).to.deep.equal([expected]);
    await query('SELECT 1 WHERE false', '--format', 'json', '--output', output);
    expect(JSON.parse(readFileSync(output, 'utf8'))).to.deep.equal([]);
  });

  it('writes CSV and Parquet files whole', async () => {
    const folder = temporaryFolder();
    await query(
      'SELECT user_id FROM users ORDER BY ALL',
      '--format',
      'csv',
      '-o',
      join(folder, 'u.csv'),
    );
    expect(readFileSync(join(folder, 'u.csv'), 'utf8')).to.equal('user_id\nu0\nu1\nu2\n');
    await query('FROM ratings', '--format', 'parquet', '-o', join(folder, "it's.parquet"));
    const database = await Database.open(':memory:');
    const rows = await database.rows(`FROM '${folder}/it''s.parquet'`);
    database.close();
    expect(rows).to.have.length(18);
    expect(readdirSync(folder)).to.have.length(2);
    const { error } = await query(
      'FROM users',
      '--format',
      'csv',
      '-o',
      join(folder, 'none', 'u.csv'),
    );
    expect(error).not.to.equal(undefined);
  });

  it('describes and shows', async () => {
    for (const sql of [
      'DESCRIBE metrics;',
      'show tables',
      'SUMMARIZE users',
      '/* x */\nFROM splits; -- y',
    ]) {
      expect((await query(sql)).error, sql).to.equal(undefined);
    }
  });

  const REFUSED: [string, RegExp][] = [
    ['', /no SQL/],
    ['/* nothing */ -- here', /no SQL/],
    [';', /no SQL/],
    ['SELECT 1; SELECT 2', /One statement/],
    ['SELECT 1; DROP TABLE users', /One statement/],
    ['DROP TABLE users', /Only statements that read/],
    ['DELETE FROM users', /Only statements that read/],
    ['/* a view */ DELETE FROM ratings', /Only statements that read/],
    ['INSERT INTO schema_version VALUES (9)', /Only statements that read/],
    ['CREATE TEMP TABLE t AS SELECT 1', /Only statements that read/],
    ["COPY users TO '/tmp/never.csv'", /Only statements that read/],
    ["ATTACH 'x.db'", /Only statements that read/],
    ['SET threads = 1', /Only statements that read/],
    ['PRAGMA database_list', /Only statements that read/],
    ['/* x */ CALL pragma_version()', /Only statements that read/],
    ["EXPLAIN ANALYZE COPY users TO '/tmp/never.csv'", /Only statements that read/],
    ['SELECT $1', /Parameters/],
    ['SELECT * FORM users', /syntax error[^]*LINE 1/],
    ['SELECT nope FROM users', /nope[^]*LINE 1/],
    ["FROM read_csv('/none.csv')", /No files found/],
    ["SELECT 'a'::INTEGER", /Could not convert/],
    ['SELECT 1); DROP TABLE users; --', /syntax error/],
  ];
  for (const [sql, message] of REFUSED) {
    it(`refuses ${JSON.stringify(sql)}`, async () => {
      const { error } = await query(sql);
      expect(error?.oclif?.exit).to.equal(2);
      expect(error?.message).to.match(message);
    });
  }

  it('refuses flags that contradict each other', async () => {
    const argvs = [
      [],
      ['FROM users', '--name', 'table1'],
      ['--name', 'none'],
      ['FROM users', '--format', 'parquet'],
      ['FROM users', '--output', 'x'],
    ];
    for (const argv of argvs) expect((await query(...argv)).error?.oclif?.exit).to.equal(2);
    const json = await query('FROM users', '--format', 'csv', '--json');
    expect(JSON.parse(json.stdout)).to.have.nested.property('error.exitCode', 2);
  });

  it('changes nothing', async () => {
    const before = readFileSync(join(workspace, 'catalog.duckdb'));
    const names = listing(workspace);
    await query('SELECT count(*) FROM ratings a, ratings b, ratings c', '--json');
    expect(listing(workspace)).to.deep.equal(names);
    expect(readFileSync(join(workspace, 'catalog.duckdb')).equals(before)).to.equal(true);
    const none = await runCommand(Query, ['FROM users'], join(temporaryFolder(), 'new'));
    expect(none.error?.oclif?.exit).to.equal(4);
    expect(existsSync(join(temporaryFolder(), 'new'))).to.equal(false);
  });

  const program = join(import.meta.dirname, '../../bin/dev.js');
  const start = (args: string[], env: Record<string, string> = {}) =>
    spawn(process.execPath, ['--import=tsx', program, 'query', ...args, '--format', 'csv'], {
      env: { ...process.env, VASG_WORKSPACE: workspace, NODE_NO_WARNINGS: '1', ...env },
    });

  it('reads SQL from standard input and streams to standard output', async () => {
    const child = start(['-']);
    child.stdin.end('SELECT user_id FROM users\nORDER BY ALL -- by id');
    let stdout = '';
    for await (const chunk of child.stdout) stdout += String(chunk);
    expect(stdout).to.equal('user_id\nu0\nu1\nu2\n');
  });

  it('ends quietly and leaves nothing behind when its reader has seen enough', async () => {
    const scratch = temporaryFolder();
    // The loader of TypeScript keeps a cache in the folder for temporary files.
    const ours = (): string[] => readdirSync(scratch).filter((name) => name.startsWith('vasg-'));
    const child = start(['FROM range(1000000)'], { TMPDIR: scratch, TEMP: scratch });
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, stderr, left: ours() }).to.deep.equal({ code: 0, stderr: '', left: [] });
  });
});
