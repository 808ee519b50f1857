import { expect } from 'chai';
import { compared, type Measured } from '../../../../src/experiments/reproduce/quality/compare.js';
import {
  QUALITY_MEASURES,
  type Table2Row,
  type Table3Row,
} from '../../../../src/experiments/reproduce/reproduction.js';
import { spreadOf } from '../../../../src/experiments/steps/spread.js';

const cell = (values: number[]) => ({
  ...{ paper: null, printed: null, authors: null, runIds: [] },
  ours: spreadOf(values),
});

type Condition = Pick<Table2Row, 'part' | 'candidates'>;

const ranked = (condition: Condition, values: number[]): Table2Row => ({
  ...{ model: 'M', preset: null, ci95: null, users: 9, ...condition },
  auc: cell(values),
  aucHalfTies: spreadOf(values.map((value) => value + 0.01)),
});

const related = (over: Pick<Table3Row, 'kind' | 'negatives'>, values: number[]): Table3Row => ({
  ...{ model: 'M', preset: null, pairs: 9, ...over },
  ...{ accuracy: cell(values), accuracyTrainThreshold: spreadOf([]), auc: spreadOf([]) },
});

/** Whose every measure is another number, in each of two seeds by `step` more. */
const measuredAt = (start: number, step = 0): Measured => {
  const seeds = (value: number) => [start + value, start + value + step];
  return {
    table2: [
      ranked({ part: 'cold', candidates: 'all' }, seeds(0.4)),
      ranked({ part: 'cold', candidates: 'cold' }, seeds(0.3)),
      ranked({ part: 'warm', candidates: 'all' }, seeds(0.2)),
      ranked({ part: 'warm', candidates: 'warm' }, seeds(0.1)),
    ],
    table3: [
      related({ kind: 'all', negatives: 'uniform' }, seeds(0.9)),
      related({ kind: 'with-cold', negatives: 'degree-matched' }, seeds(0.9)),
      related({ kind: 'warm', negatives: 'degree-matched' }, seeds(0.6)),
      related({ kind: 'warm', negatives: 'uniform' }, seeds(0.5)),
    ],
  };
};

describe('compared', () => {
  it('finds each measure where the tables have it', () => {
    const measures = compared(measuredAt(0));
    expect(QUALITY_MEASURES.map((measure) => measures[measure].value.values[0])).to.deep.equal([
      ...[0.1, 0.1 + 0.01, 0.2],
      ...[0.3, 0.3 + 0.01, 0.4],
      ...[0.5, 0.6],
    ]);
    for (const { lead, interval, bar, value } of Object.values(measures)) {
      expect([lead, bar]).to.deep.equal([null, null]);
      expect(interval).to.deep.equal([value.mean, value.mean]);
    }
  });

  it('has the lead of ours, seed by seed, above 0 where ours is higher', () => {
    const leads = compared(measuredAt(0.1), measuredAt(0.15, 0.02));
    for (const measure of QUALITY_MEASURES) {
      const { mean, values } = leads[measure].lead!.difference;
      expect(mean).to.be.closeTo(0.06, 1e-12);
      expect(values[1]! - values[0]!).to.be.closeTo(0.02, 1e-12);
    }
  });

  it('has neither value nor lead of what was not measured', () => {
    const nothing: Measured = { table2: [], table3: [] };
    for (const [measured, ours] of [
      [nothing, measuredAt(0)],
      [measuredAt(0), nothing],
    ] as const) {
      const leads = Object.values(compared(measured, ours)).map(({ lead }) => lead);
      expect(leads).to.deep.equal(leads.map(() => null));
    }
    expect(compared(nothing).warm.value).to.deep.equal(spreadOf([]));
  });
});
