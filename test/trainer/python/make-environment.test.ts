import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SetupError } from '../../../src/errors.js';
import { findInterpreter } from '../../../src/trainer/python/interpreter.js';
import { makeEnvironment } from '../../../src/trainer/python/make-environment.js';
import { fakePython } from '../../support/fake-python.js';
import { rejection } from '../../support/rejection.js';

describe('makeEnvironment', function () {
  this.timeout(60_000);
  let folder: string;
  let reported: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vasg-make-'));
    reported = [];
    mkdirSync(join(folder, 'package'));
    writeFileSync(join(folder, 'package', 'requirements.txt'), '-r missing.txt\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const make = (overrides: Partial<Parameters<typeof makeEnvironment>[0]> = {}) =>
    makeEnvironment({
      directory: join(folder, 'environment'),
      interpreter: () => findInterpreter(),
      packageDirectory: join(folder, 'package'),
      requirements: ['requirements.txt'],
      editable: false,
      report: (line) => reported.push(line),
      ...overrides,
    });

  it('shows what pip said when a package cannot be had', async () => {
    const error = await rejection(make(), SetupError);
    expect(error.code).to.equal('PYTHON_INSTALL_FAILED');
    expect(error.message).to.contain('missing.txt');
    expect(reported[0]).to.contain('Making a virtual environment');
  });

  it('refuses to empty a folder that is no environment', async () => {
    mkdirSync(join(folder, 'environment'));
    writeFileSync(join(folder, 'environment', 'thesis.txt'), 'years of work');
    const error = await rejection(make({ force: true }), SetupError);
    expect(error.code).to.equal('NOT_AN_ENVIRONMENT');
    expect(existsSync(join(folder, 'environment', 'thesis.txt'))).to.equal(true);
  });

  it('keeps an environment that works', async () => {
    mkdirSync(join(folder, 'environment', 'bin'), { recursive: true });
    const python = fakePython(join(folder, 'environment', 'bin'), 'python', { stdout: '1' });
    const interpreter = () => Promise.reject(new Error('must not be asked for'));
    expect(await make({ interpreter })).to.equal(python);
  });
});
