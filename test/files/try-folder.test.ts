import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { StorageError } from '../../src/errors.js';
import { tryFolder } from '../../src/files/try-folder.js';
import { temporaryFolder } from '../support/workspace.js';

describe('a folder that is tried', () => {
  it('is as it was, there or missing', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'mine'), '');
    tryFolder(folder);
    expect(readdirSync(folder)).to.deep.equal(['mine']);
    tryFolder(join(folder, 'new', 'deep'));
    expect(existsSync(join(folder, 'new'))).to.equal(false);
  });

  it('is refused where nothing can be written', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => tryFolder(join(file, 'below'))).to.throw(StorageError, file);
    if (process.platform === 'linux') expect(() => tryFolder('/proc/vasg')).to.throw(StorageError);
  });
});
