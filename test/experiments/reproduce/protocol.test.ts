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

  it('says when products were placed in other arithmetic', () => {
    const sentences = (fusedMultiplyAdd?: boolean) =>
      protocolOf({ ...measuring, fusedMultiplyAdd }).join('\n');
    expect(sentences(true)).to.include('fused multiply-add');
    expect(sentences()).not.to.include('fused multiply-add');
  });

  it('says which presets were changed, those alike together', () => {
    const shorter = { maxSteps: 9, windowSize: 3 };
    const overrides = {
      ...{ 'vasg-default': shorter, 'vasg-paper': shorter, 'vasg-authors': { maxSteps: 9 } },
      'bpr-default': { numEpochs: 1 },
    };
    expect(protocolOf({ ...measuring, overrides })).to.include.members([
      'Changed from presets vasg-default, vasg-paper: maxSteps=9, windowSize=3.',
      'Changed from preset vasg-authors: maxSteps=9.',
      'Changed from preset bpr-default: numEpochs=1.',
    ]);
  });
});
