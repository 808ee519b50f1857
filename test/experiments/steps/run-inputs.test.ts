import { expect } from 'chai';
import { PRESETS } from '../../../src/config/presets.js';
import {
  requestHash,
  TRAINING_VERSIONS,
  type ModelRequest,
} from '../../../src/experiments/runs/request-hash.js';
import { runInputs } from '../../../src/experiments/steps/run-inputs.js';

const request: ModelRequest = {
  ...{ model: 'bpr', hyperparameters: PRESETS.bpr.default, seed: 1 },
  inputs: { featuresSha256: 'f', splitHash: 's' },
};

describe('what a step about a run depends on', () => {
  const on = (device: 'auto' | 'cpu' | 'cuda', address?: string) =>
    runInputs(request, { device, address, cacheFolder: '' });

  it('is what decides its model, the version of its training among it', () => {
    expect(on('auto')).to.deep.equal({ request: requestHash(request, TRAINING_VERSIONS.bpr) });
    expect(on('auto')).to.not.deep.equal({ request: requestHash(request, 1) });
  });

  it('is the arithmetic in which its products are placed', () => {
    const fused = { ...request, fusedMultiplyAdd: true };
    const trainer = { device: 'auto', address: undefined, cacheFolder: '' } as const;
    expect(runInputs(fused, trainer)).to.not.deep.equal(on('auto'));
  });

  it('is the device as well where one is asked for', () => {
    expect(on('cpu')).to.include({ device: 'cpu' });
    expect(on('cuda')).to.include({ device: 'cuda' });
    expect(on('cuda', 'host:7077')).to.deep.equal(on('auto'));
  });
});
