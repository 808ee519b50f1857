import { expect } from 'chai';
import { pointsOf } from '../../../src/experiments/reproduce/training-curves.js';
import { trainingPanels } from '../../../src/report/charts/training-curve.js';

const NUM_ROWS = 1000;

/** A stage that reports its loss at every step, and looks at the validation part now and then. */
const rows = Array.from({ length: NUM_ROWS }, (_, step) => ({
  stage: 'metric',
  step,
  relationLoss: 1 / (1 + step),
  ...(step % 250 === 3 && { aucRelations: 0.5 + step / 4000 }),
}));

describe('a training curve', () => {
  it('keeps every look and thins out the reports', () => {
    const points = pointsOf(rows);
    expect(points.length).to.be.within(200, 204);
    const looks = points.filter(({ aucRelations }) => aucRelations !== null);
    expect(looks.map(({ step }) => step)).to.deep.equal([3, 253, 503, 753]);
    expect(points[0]).to.deep.equal({
      ...{ step: 0, loss: 1, reconstructionLoss: null },
      ...{ aucWarm: null, aucCold: null, aucRelations: null },
    });
  });

  it('shows what a model of relations is stopped by', () => {
    const run = { runId: 'r', model: 'IBR', preset: 'default', seed: 1, stage: 'metric' };
    const panels = trainingPanels('metric', [{ ...run, points: pointsOf(rows) }]);
    expect(panels).to.have.length(2);
    expect(panels[1]).to.include('Validation AUC of stage metric').and.include('0.688');
  });
});
