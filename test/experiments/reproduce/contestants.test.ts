import { expect } from 'chai';
import { PRESETS } from '../../../src/config/presets.js';
import { UsageError } from '../../../src/errors.js';
import {
  BY_IMPORTANCE,
  CONTESTANTS,
  OURS,
  PAPER,
  isPrinted,
  nameOf,
  settingsOf,
} from '../../../src/experiments/reproduce/contestants.js';

describe('the contestants', () => {
  it('are presets as they are', () => {
    expect(settingsOf(PAPER, {}).hyperparameters).to.deep.equal(PRESETS.vasg.paper);
    for (const contestant of CONTESTANTS) expect(() => settingsOf(contestant, {})).not.to.throw();
  });

  it('have a name each, and are trained in another order than they are shown in', () => {
    expect(new Set(CONTESTANTS.map(nameOf))).to.have.length(CONTESTANTS.length);
    expect(BY_IMPORTANCE).to.have.members(CONTESTANTS);
    expect(BY_IMPORTANCE[0]).to.equal(PAPER);
  });

  it('take changes of their preset alone', () => {
    const overrides = { 'vasg-default': { embeddingDim: 8 } };
    expect(settingsOf(OURS, overrides).hyperparameters.embeddingDim).to.equal(8);
    expect(settingsOf(PAPER, overrides).hyperparameters).to.deep.equal(PRESETS.vasg.paper);
    const [bpr] = CONTESTANTS;
    expect(settingsOf(bpr!, overrides).hyperparameters).to.deep.equal(PRESETS.bpr.default);
  });

  it('refuse changes that do not go together, and say whose', () => {
    const settings = () => settingsOf(PAPER, { 'vasg-paper': { useDecoder: false } });
    expect(settings).to.throw(UsageError, 'vasg-paper: --no-use-decoder');
  });
});

describe('a number that the paper prints', () => {
  it('stands beside its own models, not beside ours', () => {
    expect(isPrinted('VASG', 'paper')).to.equal(true);
    expect(isPrinted('VASG', 'authors')).to.equal(true);
    expect(isPrinted('VASG', 'default')).to.equal(false);
    expect(isPrinted('IBR', 'default')).to.equal(true);
    expect(isPrinted('RAND', null)).to.equal(true);
  });
});
