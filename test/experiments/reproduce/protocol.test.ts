import { expect } from 'chai';
import { protocolOf } from '../../../src/experiments/reproduce/protocol.js';
import { QUICK } from '../../../src/experiments/reproduce/sizes.js';

describe('the protocol of a reproduction', () => {
  const measuring = { seeds: [4, 7], sizes: QUICK, overrides: {} };

  it('names the seeds and the sizes', () => {
    const protocol = protocolOf(measuring).join('\n');
    expect(protocol).to.include('(4, 7)').and.include('at most 10,000');
    expect(protocol).not.to.include('Changed');
  });

  it('says which presets were changed, all of a model alike', () => {
    const overrides = { vasg: { maxSteps: 9, windowSize: 3 }, bpr: { numEpochs: 1 } };
    expect(protocolOf({ ...measuring, overrides })).to.include.members([
      'Changed from the presets of vasg: maxSteps=9, windowSize=3, in its presets default, paper, authors alike.',
      'Changed from the presets of bpr: numEpochs=1.',
    ]);
  });
});
