import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeAllAtomically, type NewFile } from '../../src/files/atomic-file.js';
import { StorageError } from '../../src/errors.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

describe('files that belong together', () => {
  let folder: string;
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const file = (name: string, content: string): NewFile => ({
    target: join(folder, name),
    write: (handle) => handle.writeFile(content),
  });

  beforeEach(() => {
    folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), 'old');
  });

  it('are all there', async () => {
    await writeAllAtomically([file('a', 'new'), file('deep/b', 'new')]);
    expect([read('a'), read('deep/b')]).to.deep.equal(['new', 'new']);
    expect(readdirSync(folder)).to.have.members(['a', 'deep']);
  });

  it('stay as they were where one does not fit on the disk', async () => {
    const full: NewFile = {
      target: join(folder, 'b'),
      write: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
    };
    const error = await rejection(writeAllAtomically([file('a', 'new'), full]), StorageError);
    expect(error.message).to.include(full.target).and.include('no space');
    expect(read('a')).to.equal('old');
    expect(readdirSync(folder)).to.deep.equal(['a']);
  });

  it('leave nothing of their own beside what has one of their names', async () => {
    mkdirSync(join(folder, 'b', 'full'), { recursive: true });
    const both = [file('b', 'new'), file('a', 'new')];
    expect((await rejection(writeAllAtomically(both), StorageError)).message).to.include('folder');
    expect(readdirSync(folder)).to.have.members(['a', 'b']);
    expect(read('a')).to.equal('old');
  });

  it('are written where symbolic links lead', async function () {
    if (process.platform === 'win32') this.skip();
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join('elsewhere', 'later'), join(folder, 'dangling'));
    symlinkSync('a', join(folder, 'link'));
    await writeAllAtomically([file('link', 'new'), file('dangling', 'newer')]);
    expect([read('a'), read('elsewhere/later')]).to.deep.equal(['new', 'newer']);
    for (const name of ['link', 'dangling']) {
      expect(lstatSync(join(folder, name)).isSymbolicLink(), name).to.equal(true);
    }
    symlinkSync('circle', join(folder, 'circle'));
    const circle = writeAllAtomically([file('circle', 'new')]);
    expect((await rejection(circle, StorageError)).message).to.include('symbolic links');
  });

  it('do not take the place of a pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    symlinkSync('pipe', join(folder, 'link'));
    for (const name of ['pipe', 'link']) {
      const error = await rejection(
        writeAllAtomically([file('a', 'new'), file(name, '')]),
        StorageError,
      );
      expect(error.message).to.include(join(folder, name)).and.include('no regular file');
    }
    expect(lstatSync(pipe).isFIFO()).to.equal(true);
    expect(read('a')).to.equal('old');
    expect(readdirSync(folder)).to.have.members(['a', 'link', 'pipe']);
  });
});
