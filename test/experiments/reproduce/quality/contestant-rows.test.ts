import { expect } from 'chai';
import { contestantRows } from '../../../../src/experiments/reproduce/quality/contestant-rows.js';
import type { Table2Row, Table3Row } from '../../../../src/experiments/reproduce/reproduction.js';
import { spreadOf } from '../../../../src/experiments/steps/spread.js';

type Name = Pick<Table2Row, 'model' | 'preset'>;

const OURS: Name = { model: 'VASG', preset: 'default' };
const POPULARITY: Name = { model: 'popularity', preset: null };

const cell = (values: (number | null)[], runIds: string[] = []) => ({
  ...{ paper: null, printed: null, authors: null, runIds },
  ours: spreadOf(values),
});

function ranked(name: Name, values: (number | null)[], over: Partial<Table2Row> = {}): Table2Row {
  return {
    ...{ ...name, part: 'warm', candidates: 'warm', ci95: null, users: 9 },
    auc: cell(values, name.preset === null ? [] : ['run-1', 'run-2']),
    aucHalfTies: spreadOf(values.map((value) => value && value + 0.01)),
    ...over,
  };
}

function related(name: Name, values: number[], over: Partial<Table3Row> = {}): Table3Row {
  const none = spreadOf([]);
  return {
    ...{ ...name, negatives: 'uniform', kind: 'warm', pairs: 9 },
    ...{ accuracy: cell(values), accuracyTrainThreshold: none, auc: none },
    ...over,
  };
}

describe('contestants beside our own model', () => {
  it('have its lead under every condition that both were measured in', () => {
    const [ours, other, ...rest] = contestantRows({
      table2: [
        ranked(POPULARITY, [0.8, 0.7]),
        ranked(POPULARITY, [0.75, null], { candidates: 'all' }),
        ranked(OURS, [0.9, 0.82]),
        ranked(OURS, [0.85, 0.8], { candidates: 'all' }),
        ranked(OURS, [0.7, 0.7], { part: 'cold', candidates: 'cold' }),
      ],
      table3: [related(OURS, [0.9, 0.8]), related(POPULARITY, [0.8, 0.7], { kind: 'all' })],
    });
    expect(rest).to.deep.equal([]);
    expect(ours).to.include(OURS).and.to.have.deep.property('runIds', ['run-1', 'run-2']);
    expect(Object.values(ours!.measures).map(({ lead }) => lead)).to.deep.equal(
      Array<null>(8).fill(null),
    );
    expect(ours!.measures.relations.value.mean).to.be.closeTo(0.85, 1e-12);
    expect(other).to.include(POPULARITY).and.to.have.deep.property('runIds', []);
    const { warm, warmHalfTies, warmAmongAll, cold, relations } = other!.measures;
    expect(warm.lead!.difference.mean).to.be.closeTo(0.11, 1e-12);
    expect(warm.value.values).to.deep.equal([0.8, 0.7]);
    expect(warmHalfTies.value.mean).to.be.closeTo(0.76, 1e-12);
    expect(warmAmongAll.lead).to.deep.include({ interval: null, verdict: 'not shown' });
    expect([cold.lead, relations.lead]).to.deep.equal([null, null]);
    expect(relations.value.mean).to.equal(null);
  });

  it('tell presets of one model apart, and who is in Table 3 alone', () => {
    const rows = contestantRows({
      table2: [ranked({ model: 'VASG', preset: 'paper' }, [0.6]), ranked(OURS, [0.9])],
      table3: [related({ model: 'INN', preset: null }, [0.6])],
    });
    expect(rows.map(({ model, preset }) => [model, preset])).to.deep.equal([
      ['VASG', 'default'],
      ['VASG', 'paper'],
      ['INN', null],
    ]);
    expect(rows[1]!.measures.warm.lead!.difference.mean).to.be.closeTo(0.3, 1e-12);
  });

  it('are none while our own model is not measured', () => {
    expect(contestantRows({ table2: [ranked(POPULARITY, [0.8])], table3: [] })).to.deep.equal([]);
  });
});
