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

  it('refuses a key that an object has twice, naming it and its line', async () => {
    writeFileSync(path, '{\n  "a": {"x": 1},\n  "b": [{"x": 1},\n    {"x": 2, "y": 3, "x": 2}]\n}');
    expect((await rejection(read(), InputDataError)).message).to.equal(
      `${path} names b.1.x twice, the second time in line 4.`,
    );
    writeFileSync(path, '{"a": {"x": 1}, "b": {"x": 1}}');
    expect(await read()).to.deep.equal({ a: { x: 1 }, b: { x: 1 } });
  });

  it('refuses what is no JSON, or far too much of it', async () => {
    writeFileSync(path, '{"a": ');
    expect((await rejection(read(), InputDataError)).message).to.include('is not valid JSON');
    writeFileSync(path, '['.repeat(200_000) + ']'.repeat(200_000));
    expect((await rejection(read(1e6), InputDataError)).message).to.include('is not valid JSON');
    writeFileSync(path, JSON.stringify('x'.repeat(2000)));
    expect((await rejection(read(), InputDataError)).message).to.include('2002 bytes');
  });
});
