import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputDataError, MissingArtifactError } from '../../src/errors.js';
import { readJson } from '../../src/files/read-json.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

describe('readJson', () => {
  let path: string;
  const read = (maxBytes = 1000) => readJson({ path, title: 'the list', maxBytes });
  beforeEach(() => {
    path = join(temporaryFolder(), 'list.json');
  });

  it('takes a mark of the byte order for no part of the text', async () => {
    writeFileSync(path, '\uFEFF{"a": [1, 2]}');
    expect(await read()).to.deep.equal({ a: [1, 2] });
  });

  it('says why there is nothing to read', async () => {
    expect((await rejection(read(), MissingArtifactError)).message).to.equal(
      `Cannot read the list ${path}: there is no such file.`,
    );
    mkdirSync(path);
    expect((await rejection(read(), MissingArtifactError)).message).to.include('it is a folder');
  });

  it('does not wait for whoever might write into a pipe', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [path]);
    expect((await rejection(read(), MissingArtifactError)).message).to.include('not a regular');
  });

  it('refuses what is no JSON, or far too much of it', async () => {
    writeFileSync(path, '{"a": ');
    expect((await rejection(read(), InputDataError)).message).to.include('is not valid JSON');
    writeFileSync(path, JSON.stringify('x'.repeat(2000)));
    expect((await rejection(read(), InputDataError)).message).to.include('2002 bytes');
  });
});
