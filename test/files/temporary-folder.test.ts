import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { withTemporaryFolder } from '../../src/files/temporary-folder.js';
import { temporaryName } from '../../src/files/temporary-name.js';
import { rejection } from '../support/rejection.js';

describe('withTemporaryFolder', () => {
  const name = 'vasg-of-a-test';

  it('is private, and gone when the work is done or fails', async () => {
    let folder = '';
    await withTemporaryFolder(name, async (made) => {
      folder = made;
      writeFileSync(join(folder, 'file'), '');
      if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).to.equal(0o700);
    });
    expect(existsSync(folder)).to.equal(false);
    const failed = withTemporaryFolder(name, (made) => {
      folder = made;
      return Promise.reject(new RangeError('no'));
    });
    await rejection(failed, RangeError);
    expect(existsSync(folder)).to.equal(false);
  });

  it('removes what a killed process left', async () => {
    // No process has an id that large.
    const own = temporaryName(join(tmpdir(), name));
    const left = own.replace(`-${process.pid}-`, '-999999999-');
    mkdirSync(left);
    writeFileSync(join(left, 'file'), '');
    await withTemporaryFolder(name, () => Promise.resolve());
    expect(existsSync(left)).to.equal(false);
  });
});
