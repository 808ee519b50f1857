import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { StorageError } from '../../src/errors.js';
import { writeStagedFolder, type StagedFolder } from '../../src/synth/staged-folder.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

function stagedFolder(): StagedFolder {
  const target = path.join(temporaryFolder(), 'shop');
  return { target, force: true, isOwn: (entry) => entry === 'a.txt', expectedBytes: 10 };
}

const writeA =
  (text: string) =>
  async (staging: string): Promise<void> =>
    Promise.resolve(writeFileSync(path.join(staging, 'a.txt'), text));

const failWith = (code: string) => async (): Promise<void> =>
  Promise.reject(Object.assign(new Error(code), { code }));

describe('staged folder', () => {
  it('makes missing folders above the target', async () => {
    const folder = stagedFolder();
    const target = path.join(folder.target, 'x', 'y');
    await writeStagedFolder({ ...folder, target }, writeA('new'));
    expect(readFileSync(path.join(target, 'a.txt'), 'utf8')).to.equal('new');
  });

  it('does not show under its name before it is whole', async () => {
    const folder = stagedFolder();
    await writeStagedFolder(folder, async (staging) => {
      expect(existsSync(folder.target)).to.be.false;
      await writeA('new')(staging);
    });
    expect(existsSync(folder.target)).to.be.true;
  });

  for (const [code, reason] of [
    ['ENOSPC', 'no space is left on the device'],
    ['EROFS', 'the file system is read-only'],
    ['EBUSY', 'in use or a mount point'],
  ] as const)
    it(`keeps the old folder and leaves nothing else on ${code}`, async () => {
      const folder = stagedFolder();
      await writeStagedFolder(folder, writeA('old'));
      const error = await rejection(writeStagedFolder(folder, failWith(code)), StorageError);
      expect(error.message).to.include(folder.target).and.include(reason);
      expect(error.suggestions.join()).to.include('--out');
      expect(readFileSync(path.join(folder.target, 'a.txt'), 'utf8')).to.equal('old');
      expect(readdirSync(path.dirname(folder.target))).to.deep.equal(['shop']);
    });
});
