import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureOutput } from '@oclif/test';
import { expect } from 'chai';
import Doctor, { type DoctorResult } from '../../src/commands/doctor.js';
import { checkNode } from '../../src/doctor/examine.js';
import { packageRoot } from '../../src/trainer/python/installation.js';

describe('vasg doctor', function () {
  this.timeout(60_000);
  let folder: string;
  let cacheBefore: string | undefined;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'vasg-doctor-test-'));
    cacheBefore = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = join(folder, 'cache');
  });
  after(() => {
    rmSync(folder, { recursive: true });
    delete process.env.XDG_CACHE_HOME;
    if (cacheBefore !== undefined) process.env.XDG_CACHE_HOME = cacheBefore;
  });
  // The command sets it; mocha's own must not suffer.
  afterEach(() => (process.exitCode = undefined));

  const run = (...argv: string[]) =>
    captureOutput<DoctorResult>(() => Doctor.run(['--workspace', folder, ...argv], packageRoot));

  it('finds what training needs', async () => {
    const { result, stdout, error } = await run('--device', 'cpu');
    expect(error).to.equal(undefined);
    expect(result?.ok, stdout).to.equal(true);
    expect(result?.findings.map(({ name }) => name)).to.deep.equal([
      'Node',
      'Workspace',
      'Cache',
      'DuckDB',
      'Python',
      'Python packages',
      'PyTorch',
      'CUDA',
      'Trainer',
    ]);
    expect(stdout).to.contain('Training can work.');
    expect(process.exitCode).to.not.equal(5);
  });

  it('exits with 5 and says what to do when Python is missing', async () => {
    const { result, stdout } = await run('--python', join(folder, 'none'));
    expect(result?.ok).to.equal(false);
    expect(process.exitCode).to.equal(5);
    expect(result?.findings.at(-1)).to.include({ name: 'Python', status: 'failed' });
    expect(stdout).to.contain('-> Correct --python or VASG_PYTHON').and.to.contain('vasg setup');
  });

  it('knows which Node will do', () => {
    expect(checkNode('20.18.0').status).to.equal('failed');
    expect(checkNode('20.19.0').status).to.equal('ok');
    expect(checkNode('24.1.0').status).to.equal('ok');
  });
});
