import { expect } from 'chai';
import { deviceKindOf, versionsOf } from '../../../src/experiments/runs/trained-on.js';

const info = {
  ...{ contractRevision: 2, packageVersion: '1', pythonVersion: '3.11.7', torchVersion: '2.13.0' },
  ...{ cudaVersion: '12.6', deviceName: 'A', deviceMemoryBytes: 1, numThreads: 1 },
};

describe('what a run was trained on', () => {
  it('is a CPU although PyTorch could have used CUDA', () => {
    const versions = versionsOf({ ...info, device: 'cpu' });
    expect(versions).to.include({ torch: '2.13.0' }).and.not.to.have.property('cuda');
    expect(deviceKindOf({ versions })).to.equal('cpu');
  });

  it('is CUDA where its version is told', () => {
    expect(deviceKindOf({ versions: versionsOf({ ...info, device: 'cuda' }) })).to.equal('cuda');
  });

  it('is not known before a trainer had it', () => {
    expect(deviceKindOf({ versions: { vasg: '1' } })).to.equal(undefined);
  });
});
