import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureOutput } from '@oclif/test';
import { expect } from 'chai';
import Setup from '../../src/commands/setup.js';
import { SetupError } from '../../src/errors.js';
import { packageRoot } from '../../src/trainer/python/installation.js';
import { fakeInterpreter } from '../support/fake-python.js';

describe('vasg setup', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vasg-setup-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const setup = (...argv: string[]) => captureOutput(() => Setup.run(argv, packageRoot));

  it('refuses a Python that is too old, naming it', async () => {
    const old = fakeInterpreter(folder, 'python-old', [3, 8, 1]);
    const { error } = await setup('--dir', join(folder, 'new'), '--python', old);
    expect(error).to.be.instanceOf(SetupError);
    expect(error?.message).to.contain('version 3.8.1, 3.10 or newer is needed');
  });

  it('leaves a folder alone that is no environment', async () => {
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine', 'file'), '');
    const { error } = await setup('--dir', join(folder, 'mine'), '--force');
    expect(error).to.include({ code: 'NOT_AN_ENVIRONMENT' });
    expect(existsSync(join(folder, 'mine', 'file'))).to.equal(true);
  });
});
