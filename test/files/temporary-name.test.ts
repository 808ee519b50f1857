import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { removeAbandoned, temporaryName } from '../../src/files/temporary-name.js';
import { temporaryFolder } from '../support/workspace.js';

describe('temporary names', () => {
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  let target: string;
  const left = (): string[] => readdirSync(join(target, '..')).sort();
  /** A temporary name of another process of this machine. */
  const nameOf = (pid: number): string =>
    temporaryName(target).replace(`-${process.pid}-`, `-${pid}-`);

  beforeEach(() => (target = join(temporaryFolder(), 'catalog.duckdb')));

  it('are new each time, and beside the file', () => {
    const [one, other] = [temporaryName(target), temporaryName(target)];
    expect(one).not.to.equal(other);
    expect(one.startsWith(`${target}.`) && one.endsWith('.tmp')).to.equal(true);
  });

  it('of a process that is gone are cleared, with the journal of a database', async () => {
    writeFileSync(nameOf(dead), '');
    writeFileSync(`${nameOf(dead)}.wal`, '');
    mkdirSync(nameOf(dead));
    writeFileSync(target, '');
    await removeAbandoned(target);
    expect(left()).to.deep.equal(['catalog.duckdb']);
  });

  it('of a process that lives, of other machines and of other files stay', async () => {
    const elsewhere = nameOf(dead).replace(/\.[0-9a-f]{8}-/, '.00000000-');
    const kept = [nameOf(process.pid), nameOf(1), elsewhere, `${target}.tmp`];
    const foreign = nameOf(dead).replace('catalog.duckdb', 'other.duckdb');
    for (const file of [...kept, foreign]) writeFileSync(file, '');
    await removeAbandoned(target);
    expect(left()).to.have.length(5);
  });

  it('are looked for where there is no folder yet', async () => {
    await removeAbandoned(join(target, 'absent', 'file'));
  });
});
