import { expect } from 'chai';
import { TrainingLog } from '../../../src/experiments/train/training-log.js';
import { TrainingReporter } from '../../../src/experiments/train/training-reporter.js';
import { PlainProgress } from '../../../src/progress/plain.js';
import { temporaryFolder } from '../../support/workspace.js';

describe('reports of a training', () => {
  it('fit a terminal and say where a resumed run goes on', async () => {
    const lines: string[] = [];
    const log = await TrainingLog.open(temporaryFolder());
    const progress = new PlainProgress((line) => lines.push(line));
    const reporter = new TrainingReporter(progress, log, { 'skip-gram': 9_000_000, encoder: 5 });
    const stage = 'skip-gram';
    reporter.handle({
      $case: 'started',
      value: {
        ...{ stage, step: 1200, maxSteps: 0, nextEpoch: 0, nextChunkIndex: 0 },
        ...{ looks: [], lastProgress: undefined },
      },
    });
    reporter.handle({
      $case: 'validation',
      value: {
        step: 8_000_000,
        aucWarm: 0.81234,
        aucCold: 0.61234,
        score: 0.7,
        isBest: true,
        meanCosine: -0.123,
        effectiveRank: 123.45,
      },
    });
    reporter.handle({
      $case: 'completed',
      value: {
        stage,
        reason: 'early-stopping',
        step: 8_000_000,
        bestStep: 7000,
        bestScore: 0.7,
        wallSeconds: 1,
      },
    });
    await log.flush();
    expect(lines[0]).to.equal('Going on at step 1,200.');
    expect(lines[1]).to.equal(
      '  step 8,000,000: AUC warm 0.8123, cold 0.6123, cosine -0.12, rank 123.5, best',
    );
    expect(lines[1]!.length).to.be.below(80);
    expect(lines[2]).to.include('steps, stopped early, best 0.7000 at step 7,000');
    expect(lines).to.have.length(3);
  });
});
