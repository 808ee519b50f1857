import { expect } from 'chai';
import { PRESETS } from '../../../src/config/presets.js';
import {
  PAPER,
  SKIP_GRAM,
  nameOf,
  settingsOf,
} from '../../../src/experiments/reproduce/contestants.js';
import { sensitivityContestants } from '../../../src/experiments/reproduce/sensitivity.js';
import { QUICK } from '../../../src/experiments/reproduce/sizes.js';
import { variantOf, withoutDecoder } from '../../../src/experiments/reproduce/variants.js';

describe('a variant of a contestant', () => {
  it('is the contestant itself at the value that it has', () => {
    expect(variantOf(PAPER, 'windowSize', 7, {})).to.equal(PAPER);
    expect(variantOf(PAPER, 'windowSize', 5, { 'vasg-paper': { windowSize: 5 } })).to.equal(PAPER);
  });

  it('has one setting more, and a name that says so', () => {
    const variant = variantOf(PAPER, 'windowSize', 3, {});
    expect(nameOf(variant)).to.equal('vasg-paper, windowSize=3');
    const { hyperparameters } = settingsOf(variant, {});
    expect(hyperparameters).to.deep.equal({ ...PRESETS.vasg.paper, windowSize: 3 });
  });
});

describe('the paper without its decoder', () => {
  it('is the skip-gram of Table 2 as its preset has it', () => {
    expect(withoutDecoder({})).to.equal(SKIP_GRAM);
    expect(settingsOf(SKIP_GRAM, {}).hyperparameters).to.deep.equal(PRESETS.skipgram.default);
  });

  it('differs in the decoder alone, whatever presets were changed', () => {
    const overrides = {
      'vasg-paper': { embeddingDim: 8, encoderHidden: [16], decoderHidden: [32] },
      'skipgram-default': { embeddingDim: 4, numEpochs: 1 },
    };
    const { model, hyperparameters } = settingsOf(withoutDecoder(overrides), overrides);
    expect(model).to.equal('skipgram');
    expect(hyperparameters).to.deep.equal({
      ...settingsOf(PAPER, overrides).hyperparameters,
      useDecoder: false,
      encoderCosineWeight: 1,
    });
  });

  it('is the skip-gram of Table 2 where both presets were changed alike', () => {
    const same = { embeddingDim: 8, encoderHidden: [16] };
    expect(withoutDecoder({ 'vasg-paper': same, 'skipgram-default': same })).to.equal(SKIP_GRAM);
  });
});

describe('the levels of section 6', () => {
  const names = (overrides: Parameters<typeof withoutDecoder>[0]) =>
    sensitivityContestants({ sizes: QUICK, overrides }).map(nameOf);

  it('are the paper and what differs from it in one hyper-parameter', () => {
    expect(names({})).to.deep.equal([
      ...['vasg-paper, noiseStd=0', 'vasg-paper'],
      ...['vasg-paper, windowSize=3', 'vasg-paper'],
      ...['vasg-paper', 'skipgram-default'],
    ]);
  });

  it('have no noise once', () => {
    const overrides = { 'vasg-paper': { noiseStd: 0 }, 'skipgram-default': { noiseStd: 0 } };
    expect(names(overrides)[0]).to.equal('vasg-paper');
    expect(names(overrides)[1]).to.equal('vasg-paper, windowSize=3');
  });
});
