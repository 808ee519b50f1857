import { expect } from 'chai';
import { PRESETS } from '../../../src/config/presets.js';
import { corpusSteps } from '../../../src/experiments/train/corpus-steps.js';

const { paper } = PRESETS.vasg;
const corpus = { walksPerEpoch: 100, numUsers: 10, numProducts: 35 };

describe('corpusSteps', () => {
  const knobs = { ...paper, walkLength: 11, numEpochs: 2, batchSize: 10 };

  it('counts every node of every walk as a center', () => {
    expect(corpusSteps(knobs, corpus)).to.equal(220);
  });

  it('counts the centers of each walk by itself, unless windows run on', () => {
    expect(corpusSteps({ ...knobs, centerStride: 3 }, corpus)).to.equal(80);
    expect(corpusSteps({ ...knobs, centerStride: 3, crossWalks: true }, corpus)).to.equal(74);
  });

  it('leaves out what every third batch of users leaves out', () => {
    // 110 batches of products, and half as many of users.
    expect(corpusSteps({ ...knobs, userBatches: 'by-ratio' }, corpus)).to.equal(165);
    expect(
      corpusSteps({ ...knobs, userBatches: 'by-ratio' }, { ...corpus, numProducts: 5 }),
    ).to.equal(220);
  });
});
