import { expect } from 'chai';
import { OURS, PAPER } from '../../../../src/experiments/reproduce/contestants.js';
import {
  slowdown,
  slowdownSteps,
  trainingSeconds,
} from '../../../../src/experiments/reproduce/quality/training-time.js';
import { foundStep } from '../../../support/found-step.js';
import { makeBench, trialsOf } from '../../../support/test-bench.js';

type Seconds = number | null;

/** What is known of the slowdown when `paper` and `default` trained that long, a pair for each seed. */
async function afterTrainings(pairs: readonly (readonly [paper: Seconds, ours: Seconds])[]) {
  const { bench, log } = await makeBench();
  const trials = trialsOf(pairs.length);
  for (const [i, trial] of trials.entries()) {
    for (const [j, step] of slowdownSteps(bench, trial).entries()) {
      await log.perform(foundStep(step, { runId: `${i}-${j}`, value: pairs[i]![j]! }));
    }
  }
  return {
    slowdown: slowdown(bench, trials),
    seconds: [PAPER, OURS].map((contestant) => trainingSeconds(bench, trials, contestant).values),
  };
}

describe('slowdown of default against paper', () => {
  it('is the mean of ratios, seed by seed', async () => {
    const found = await afterTrainings([
      [10, 20],
      [40, 40],
    ]);
    expect(found.slowdown).to.deep.include({ mean: 1.5, values: [2, 1] });
    expect(found.seconds).to.deep.equal([
      [10, 40],
      [20, 40],
    ]);
  });

  it('has no ratio of a seed whose time nobody noted', async () => {
    const found = await afterTrainings([
      [null, 20],
      [40, null],
      [10, 30],
    ]);
    expect(found.slowdown.values).to.deep.equal([null, null, 3]);
    expect(found.slowdown).to.include({ mean: 3, sd: null });
  });

  it('is unknown before anything was trained', async () => {
    const { bench } = await makeBench();
    expect(slowdown(bench, trialsOf(2))).to.deep.equal({
      ...{ mean: null, sd: null, values: [null, null] },
    });
  });
});
