import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SetupError } from '../../../src/errors.js';
import { findPython } from '../../../src/trainer/python/environment.js';
import { defaultEnvironmentDirectory } from '../../../src/trainer/python/installation.js';
import { fakePython } from '../../support/fake-python.js';
import { rejection } from '../../support/rejection.js';

describe('findPython', () => {
  let root: string;
  let cacheFolder: string;
  let chosenBefore: string | undefined;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'vasg-root-'));
    cacheFolder = join(root, 'cache');
    chosenBefore = process.env.VASG_PYTHON;
    delete process.env.VASG_PYTHON;
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
    delete process.env.VASG_PYTHON;
    if (chosenBefore !== undefined) process.env.VASG_PYTHON = chosenBefore;
  });

  const environment = (folder: string, missing: string[] = []): string => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    return fakePython(join(folder, 'bin'), 'python', { stdout: JSON.stringify(missing) });
  };

  it('prefers the chosen one, then .venv, then that of setup', async () => {
    const cached = environment(join(cacheFolder, 'python'));
    const find = () => findPython({ root, cacheFolder });
    expect(await find()).to.deep.equal({ executable: cached, origin: 'cache' });
    const own = environment(join(root, '.venv'));
    expect(await find()).to.deep.equal({ executable: own, origin: 'package' });
    const chosen = environment(join(root, 'other'));
    process.env.VASG_PYTHON = chosen;
    expect(await find()).to.deep.equal({ executable: chosen, origin: 'chosen' });
  });

  it('tells to run setup when there is none', async () => {
    const error = await rejection(findPython({ root, cacheFolder }), SetupError);
    expect(error.code).to.equal('PYTHON_ENVIRONMENT_MISSING');
    expect(error.suggestions.join()).to.contain('vasg setup');
  });

  it('names the packages that are missing', async () => {
    environment(join(root, '.venv'), ['torch', 'grpc']);
    const error = await rejection(findPython({ root }), SetupError);
    expect(error.message).to.contain('lacks torch, grpc');
  });

  it('tells a broken Python from an incomplete one', async () => {
    mkdirSync(join(root, '.venv', 'bin'), { recursive: true });
    fakePython(join(root, '.venv', 'bin'), 'python', {
      stderr: 'libpython is gone',
      exitCode: 127,
    });
    const error = await rejection(findPython({ root }), SetupError);
    expect(error.code).to.equal('PYTHON_BROKEN');
    expect(error.message).to.contain('libpython is gone');
  });

  it('keeps the environment of a checkout in it and that of a package in the cache', () => {
    expect(defaultEnvironmentDirectory('/cache', root)).to.equal(join('/cache', 'python'));
    expect(defaultEnvironmentDirectory('/cache')).to.match(/\.venv$/);
  });
});
