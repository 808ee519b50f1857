import { expect } from 'chai';
import { judged } from '../../../../src/experiments/reproduce/quality/bar.js';
import {
  QUALITY_MEASURES,
  type Compared,
  type QualityMeasure,
  type QualityMeasures,
} from '../../../../src/experiments/reproduce/reproduction.js';
import { pairedLead } from '../../../../src/experiments/steps/paired-lead.js';
import { spreadOf } from '../../../../src/experiments/steps/spread.js';
import { studentInterval } from '../../../../src/experiments/steps/student-interval.js';

const NOTHING: Compared = { value: spreadOf([]), interval: null, lead: null, bar: null };

/** Whoever has these numbers, beside `ours`, under one measure. */
function against(measure: QualityMeasure, ours: number[], theirs: number[]): QualityMeasures {
  const value = spreadOf(theirs);
  const lead = pairedLead(spreadOf(ours), value);
  return {
    ...(Object.fromEntries(QUALITY_MEASURES.map((each) => [each, NOTHING])) as QualityMeasures),
    [measure]: { value, interval: studentInterval(value), lead, bar: null },
  };
}

const barOf = (model: string, measure: QualityMeasure, ours: number[], theirs: number[]) =>
  judged(model, against(measure, ours, theirs))[measure].bar;

describe('the bar of section quality', () => {
  it('is cleared in AUC by a mean of .02 whose interval is above 0', () => {
    const theirs = [0.8, 0.8, 0.8];
    for (const measure of ['warm', 'warmHalfTies', 'coldAmongAll'] as const) {
      expect(barOf('EASE', measure, [0.83, 0.831, 0.829], theirs)).to.equal('cleared');
      expect(barOf('EASE', measure, [0.81, 0.811, 0.809], theirs), 'too little').to.equal('missed');
      expect(barOf('EASE', measure, [0.9, 0.7, 0.9], theirs), 'unsure').to.equal('missed');
      expect(barOf('EASE', measure, [0.7, 0.71, 0.7], theirs), 'behind').to.equal('missed');
    }
  });

  it('is how far relations may be behind IBR, and nobody else', () => {
    const ours = [0.74, 0.741, 0.739];
    const behind = (by: number) => ours.map((value) => value + by);
    expect(barOf('IBR', 'relations', ours, behind(0.019))).to.equal('cleared');
    expect(barOf('IBR', 'relationsDegreeMatched', ours, behind(0.021))).to.equal('missed');
    expect(barOf('IBR', 'relations', ours, behind(-0.1))).to.equal('cleared');
    expect(barOf('INN', 'relations', ours, behind(0.019))).to.equal(null);
  });

  it('is judged neither by one seed nor of what is not measured', () => {
    expect(barOf('EASE', 'warm', [0.9], [0.8])).to.equal(null);
    expect(barOf('IBR', 'relations', [0.9], [0.8])).to.equal(null);
    expect(judged('EASE', against('warm', [], [])).warm.bar).to.equal(null);
  });

  it('means nothing against a strict AUC of ties alone', () => {
    const tied = {
      ...against('cold', [0.7, 0.71], [0, 0]),
      coldHalfTies: against('coldHalfTies', [0.7, 0.701], [0.5, 0.5]).coldHalfTies,
    };
    const { cold, coldHalfTies } = judged('popularity', tied);
    expect([cold.bar, coldHalfTies.bar]).to.deep.equal(['all tied', 'cleared']);
    const last = {
      ...tied,
      coldHalfTies: against('coldHalfTies', [0.7, 0.71], [0.1, 0]).coldHalfTies,
    };
    expect(judged('worst', last).cold.bar).to.equal('cleared');
  });
});
