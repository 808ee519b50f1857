import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SetupError } from '../../../src/errors.js';
import { findInterpreter } from '../../../src/trainer/python/interpreter.js';
import { fakeInterpreter, fakePython } from '../../support/fake-python.js';
import { rejection } from '../../support/rejection.js';

describe('findInterpreter', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'vasg-python-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('takes the first that is new enough and makes environments', async () => {
    const names = [
      join(folder, 'none'),
      fakeInterpreter(folder, 'old', [3, 9, 18]),
      fakeInterpreter(folder, 'bare', [3, 12, 1], ['ensurepip']),
      fakeInterpreter(folder, 'good', [3, 10, 13]),
      fakeInterpreter(folder, 'better', [3, 13, 0]),
    ];
    expect(await findInterpreter('', names)).to.deep.equal({
      executable: join(folder, 'good'),
      version: '3.10.13',
    });
  });

  it('says of each candidate why it will not do', async () => {
    const names = [
      join(folder, 'none'),
      fakeInterpreter(folder, 'old', [3, 9, 18]),
      fakeInterpreter(folder, 'bare', [3, 12, 1], ['ensurepip']),
      fakePython(folder, 'shim', { stderr: 'shim: no such version', exitCode: 127 }),
      fakePython(folder, 'chatty', { stdout: 'hello' }),
    ];
    const { message, code } = await rejection(findInterpreter('', names), SetupError);
    expect(code).to.equal('PYTHON_MISSING');
    expect(message).to.contain('none').and.to.contain('there is no such program');
    expect(message).to.contain('version 3.9.18, 3.10 or newer is needed');
    expect(message).to.contain('install python3.12-venv or python3-venv');
    expect(message).to.contain('shim: no such version');
    expect(message).to.contain('it printed "hello"');
  });

  it('takes no other than the chosen one', async () => {
    const good = fakeInterpreter(folder, 'good', [3, 11, 0]);
    const old = fakeInterpreter(folder, 'old', [2, 7, 18]);
    await rejection(findInterpreter(old, [good]), SetupError);
    expect((await findInterpreter(good, [])).version).to.equal('3.11.0');
  });
});
