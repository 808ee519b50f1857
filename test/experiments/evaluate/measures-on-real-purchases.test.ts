import { expect } from 'chai';
import { ingest } from '../../../src/datasets/ingest/ingest.js';
import { splitDataset } from '../../../src/datasets/split-dataset.js';
import { evaluateDistribution } from '../../../src/experiments/evaluate/evaluate-distribution.js';
import { evaluateRelations } from '../../../src/experiments/evaluate/evaluate-relations.js';
import { silentProgress } from '../../../src/progress/progress.js';
import { hmLadiesInput } from '../../support/hm-ladies.js';
import { temporaryFolder } from '../../support/workspace.js';

describe('measures of products on real purchases', function () {
  this.timeout(120_000);
  const workspace = temporaryFolder();
  const common = {
    ...{ workspace, dataset: 'hm', split: 'default', runIds: [], seed: 1 },
    ...{ progress: silentProgress, signal: new AbortController().signal },
  };

  before(async function () {
    await ingest(hmLadiesInput(this), { workspace, progress: silentProgress });
    await splitDataset(
      {
        ...{ dataset: 'hm', split: 'default', seed: 1 },
        ...{ coldShare: 0.5, validationShare: 0.1, testedMinProducts: 5, replace: false },
      },
      workspace,
    );
  });

  it('finds what products look like to say something, and popularity to say nothing when it is matched', async () => {
    const { rows } = await evaluateRelations({
      ...common,
      baselines: ['inn', 'popularity'],
      maxPairs: 20_000,
    });
    const auc = (model: string, negatives: string, kind: string): number =>
      rows.find((row) => row.model === model && row.negatives === negatives && row.kind === kind)!
        .auc!;
    for (const negatives of ['uniform', 'degree-matched']) {
      for (const kind of ['all', 'warm', 'with-cold']) {
        expect(auc('INN', negatives, kind), `${negatives} ${kind}`).to.be.within(0.53, 0.75);
      }
    }
    expect(auc('popularity product', 'uniform', 'warm')).to.be.above(
      auc('INN', 'uniform', 'warm') + 0.1,
    );
    for (const kind of ['all', 'warm', 'with-cold']) {
      expect(auc('popularity product', 'degree-matched', kind)).to.be.closeTo(0.5, 0.03);
    }
    for (const row of rows) {
      expect(row.pairs).to.be.above(1000);
      expect(row.accuracyTrainThreshold).to.be.closeTo(row.accuracy!, 0.05);
    }
  });

  it('finds the features to be alike more often than not, with a hump', async () => {
    const { rows } = await evaluateDistribution({ ...common, numPairs: 100_000, numBins: 50 });
    const [features] = rows;
    expect(features!.mean).to.be.within(0, 1);
    expect(features!.standardDeviation).to.be.within(0.05, 0.5);
    expect(Math.max(...features!.density)).to.be.above(1);
  });
});
