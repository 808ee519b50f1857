import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder, missingFolders, removeEmptyFolders } from '../../src/files/make-folder.js';
import { temporaryFolder } from '../support/workspace.js';

describe('makeFolder', () => {
  it('makes every missing level', () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'c');
    makeFolder(folder, { mode: 0o700 });
    expect(statSync(folder).mode & 0o777).to.equal(0o700);
    makeFolder(folder);
  });

  it('can be undone as far as nobody has used what was made', () => {
    const top = temporaryFolder();
    const levels = ['a', join('a', 'b'), join('a', 'b', 'c')].map((name) => join(top, name));
    const [a, b, c] = levels as [string, string, string];
    expect(missingFolders(c)).to.deep.equal(levels);
    makeFolder(c);
    expect(missingFolders(c)).to.deep.equal([]);
    writeFileSync(join(a, 'file'), '');
    removeEmptyFolders(levels);
    expect([existsSync(a), existsSync(b)]).to.deep.equal([true, false]);
  });

  it('fails where a file is in the way', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(file)).to.throw('EEXIST');
    expect(() => makeFolder(join(file, 'below'))).to.throw('ENOTDIR');
  });

  it('fails where no folder can be made, and does not try for ever', function () {
    if (!existsSync('/proc/self')) this.skip();
    expect(() => makeFolder('/proc/vasg/workspace')).to.throw('ENOENT');
  });
});
