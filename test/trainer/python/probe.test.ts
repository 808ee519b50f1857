import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { cudaProblem, probePython } from '../../../src/trainer/python/probe.js';
import { parsePins } from '../../../src/trainer/python/package-versions.js';
import { fakePython } from '../../support/fake-python.js';

describe('probePython', function () {
  this.timeout(30_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'vasg-probe-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('turns a Python that does not exist into a finding', async () => {
    const result = await probePython({ executable: join(folder, 'none'), origin: 'chosen' });
    expect(result).to.have.property('failure').that.is.a('string').and.is.not.empty;
  });

  it('does not wait for ever for a Python that says nothing', async () => {
    const executable = fakePython(folder, 'mute', { stdout: '{"vasg": "on stdout"}' });
    const result = await probePython({ executable, origin: 'chosen' }, { timeoutMs: 1500 });
    expect(result).to.have.property('failure');
  });
});

describe('cudaProblem', () => {
  it('tells a CPU build from a missing device', () => {
    expect(cudaProblem({ torchVersion: '2.13.0+cpu' })?.detail).to.contain('is a CPU build');
    const built = { torchVersion: '2.13.0', cudaVersion: '13.0' };
    expect(cudaProblem(built)?.fix).to.contain('CUDA 13.0');
    const device = { name: 'GPU', freeBytes: 1, totalBytes: 2 };
    expect(cudaProblem({ ...built, device })).to.equal(undefined);
  });
});

describe('parsePins', () => {
  it('reads exact pins, and none where Python decides', () => {
    const pins = parsePins(
      '# note\ngrpcio==1.76.0\nnumpy==2.2.6; python_version < "3.11"\nnumpy==2.4.6; python_version >= "3.11"\n',
    );
    expect([...pins]).to.deep.equal([
      ['grpcio', '1.76.0'],
      ['numpy', undefined],
    ]);
  });
});
