import { expect } from 'chai';
import { stageOutcome } from '../../../src/experiments/train/stage-endings.js';

describe('stageOutcome', () => {
  it('says why a stage ended and what is kept', () => {
    expect(
      stageOutcome({
        ...{ stage: 'skip-gram', stopReason: 'early-stopping', steps: 2200 },
        ...{ bestStep: 1400, bestScore: 0.81234, wallSeconds: 3 },
      }),
    ).to.equal(
      'skip-gram: stopped early, as the validation part got no better, at step 2,200; best on the validation part, and kept, is step 1,400 (score 0.8123).',
    );
  });

  it('says that the last step is kept where nothing was validated', () => {
    expect(
      stageOutcome({
        ...{ stage: 'encoder', stopReason: 'end-of-data', steps: 15 },
        ...{ bestStep: 15, bestScore: null, wallSeconds: 3 },
      }),
    ).to.equal('encoder: stopped after all epochs, at step 15; the last is kept.');
  });
});
