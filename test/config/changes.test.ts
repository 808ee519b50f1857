import { expect } from 'chai';
import { changesOf, presetLabel } from '../../src/config/changes.js';
import { PRESETS } from '../../src/config/presets.js';

describe('what a run changed in its preset', () => {
  const { paper } = PRESETS.vasg;
  const model = 'vasg';

  it('is nothing when all values are those of the preset', () => {
    const settings = { model, preset: 'paper', hyperparameters: { ...paper } } as const;
    expect(changesOf(settings)).to.equal(undefined);
    expect(presetLabel(settings)).to.equal('paper');
  });

  it('is each other value, by name', () => {
    const hyperparameters = { ...paper, windowSize: 5, decoderHidden: [64, 32] };
    const settings = { model, preset: 'paper', hyperparameters } as const;
    expect(changesOf(settings)).to.equal('windowSize=5, decoderHidden=64,32');
    expect(presetLabel(settings)).to.equal('paper, windowSize=5, decoderHidden=64,32');
  });

  it('is arithmetic too', () => {
    const settings = { model, preset: 'paper', hyperparameters: { ...paper } } as const;
    expect(changesOf({ ...settings, fusedMultiplyAdd: false })).to.equal(undefined);
    expect(changesOf({ ...settings, fusedMultiplyAdd: true })).to.equal('fusedMultiplyAdd=true');
  });
});
