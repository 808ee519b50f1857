import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { StorageError } from '../../../src/errors.js';
import {
  tryOutput,
  writeReproduction,
} from '../../../src/experiments/reproduce/write-reproduction.js';
import { makeReproduction } from '../../support/reproduction-fixture.js';
import { temporaryFolder } from '../../support/workspace.js';

describe('the files of a reproduction', () => {
  it('are three', async () => {
    const folder = join(temporaryFolder(), 'new');
    tryOutput(folder);
    const { json, report } = await writeReproduction(makeReproduction({ seeds: [1] }), folder);
    expect([json, report]).to.deep.equal([
      join(folder, 'reproduction.json'),
      join(folder, 'report.html'),
    ]);
    expect(readdirSync(folder)).to.have.members([
      ...['reproduction.json', 'reproduction.md', 'report.html'],
    ]);
  });

  it('are refused beforehand where they cannot be written', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => tryOutput(file)).to.throw(StorageError, file);
    mkdirSync(join(folder, 'report.html'));
    expect(() => tryOutput(folder)).to.throw(StorageError, 'it is a folder');
  });
});
