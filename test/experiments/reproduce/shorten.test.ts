import { expect } from 'chai';
import type { ModelSettings } from '../../../src/config/models.js';
import { PRESETS } from '../../../src/config/presets.js';
import { Bench } from '../../../src/experiments/reproduce/bench.js';
import { PAPER } from '../../../src/experiments/reproduce/contestants.js';
import { shortened } from '../../../src/experiments/reproduce/shorten.js';
import { FULL } from '../../../src/experiments/reproduce/sizes.js';
import type { Trial } from '../../../src/experiments/reproduce/trial.js';
import { makeBench, trialOf } from '../../support/test-bench.js';

const LIMITS = { numProducts: 100, maxSteps: 2000 };
const { authors, default: standard, paper } = PRESETS.vasg;
const authorsOn = (numProducts: number) =>
  shortened({ model: 'vasg', hyperparameters: authors }, LIMITS, numProducts).hyperparameters;

describe('a training of a quick look', () => {
  it('is as its preset says unless the shop is large', () => {
    expect(authorsOn(100)).to.deep.equal(authors);
  });

  it('has fewer passes the more products there are, but one', () => {
    expect(authorsOn(200)).to.deep.equal({
      ...authors,
      ...{ maxSteps: 2000, pretrainEpochs: 5, encoderEpochs: 5 },
    });
    expect(authorsOn(1_000_000)).to.include({ pretrainEpochs: 1, encoderEpochs: 1 });
  });

  it('gets neither longer nor an encoder that it had not', () => {
    const ours: ModelSettings = { model: 'vasg', hyperparameters: standard };
    expect(standard).to.include({ encoderEpochs: 0, maxSteps: 3000 });
    expect(shortened(ours, { ...LIMITS, maxSteps: 9000 }, 200)).to.deep.equal(ours);
  });

  it('is whole where there are neither walks nor encoders', () => {
    const bpr: ModelSettings = { model: 'bpr', hyperparameters: PRESETS.bpr.default };
    expect(shortened(bpr, LIMITS, 200)).to.deep.equal(bpr);
  });

  it('is as long as its preset says in a full reproduction', async () => {
    const small = trialOf(1);
    const large = { ...small, shop: { ...small.shop, numProducts: 110_000 } };
    const { bench: quick, log } = await makeBench();
    const full = new Bench({ ...{ log, sizes: FULL, overrides: {} }, options: quick.options });
    const of = (bench: Bench, trial: Trial) => bench.settingsOf(PAPER, trial).hyperparameters;
    expect(of(quick, large)).to.deep.equal({ ...paper, encoderEpochs: 3 });
    expect(of(quick, small)).to.deep.equal(paper);
    expect(of(full, large)).to.deep.equal(paper);
  });
});
