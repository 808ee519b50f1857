import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder } from '../../src/files/make-folder.js';
import { temporaryFolder } from '../support/workspace.js';

describe('makeFolder', () => {
  it('makes every missing level, and says whether there was any', () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'c');
    expect(makeFolder(folder, { mode: 0o700 })).to.equal(true);
    expect(statSync(folder).mode & 0o777).to.equal(0o700);
    expect(makeFolder(folder)).to.equal(false);
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
