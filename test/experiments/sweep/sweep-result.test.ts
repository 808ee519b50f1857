import { expect } from 'chai';
import type { RankingRow } from '../../../src/experiments/evaluate/ranking-rows.js';
import { formatSweep } from '../../../src/experiments/sweep/format-sweep.js';
import { summarise, type MeasuredSettings } from '../../../src/experiments/sweep/sweep-result.js';

const row = (model: string, part: 'warm' | 'cold', auc: number | null): RankingRow => ({
  ...{ model, preset: 'paper', runId: 'r', seed: 1, part, candidates: part, auc },
  ...{ aucHalfTies: auc, ci95: [null, null], users: 10, ties: 0, numCandidates: 5 },
});

const measured = (windowSize: number, ...rows: RankingRow[]): MeasuredSettings => ({
  settings: { windowSize },
  rows,
});

const cells = [
  measured(3, row('VASG', 'warm', 0.5), row('VASG', 'cold', null)),
  measured(3, row('VASG', 'warm', 0.7), row('VASG', 'cold', 0.6)),
  measured(5),
  measured(5, row('VASG', 'warm', 0.8), row('VASG', 'cold', 0.9)),
  measured(7),
];
const summary = summarise(cells, 'VASG');

describe('the summary of a sweep', () => {
  it('is mean and spread over the seeds of each setting, a failed cell left out', () => {
    const values = summary.map(({ settings, conditions }) => [
      settings.windowSize,
      ...conditions.map(({ auc }) => auc.values),
    ]);
    expect(values).to.deep.equal([
      [3, [0.5, 0.7], [null, 0.6]],
      [5, [null, 0.8], [null, 0.9]],
      [7],
    ]);
    const { mean, sd } = summary[0]!.conditions[0]!.auc;
    expect(mean).to.be.closeTo(0.6, 1e-12);
    expect(sd).to.be.closeTo(Math.SQRT2 / 10, 1e-12);
  });

  it('has an entry for each scorer of a model', () => {
    const rows = [row('BPR-MF', 'warm', 0.5), row('BPR-MF + kNN', 'warm', 0.6)];
    const entries = summarise([measured(3, ...rows)], 'BPR-MF');
    expect(entries.map(({ model }) => model)).to.deep.equal(['BPR-MF', 'BPR-MF + kNN']);
  });

  it('is a table with a line for each, also where everything failed', () => {
    const baselines = summarise([{ settings: {}, rows: [row('RAND', 'warm', 0.5)] }], '');
    const about = { sweep: 's', dataset: 'd', model: 'vasg', preset: 'paper', seeds: [1, 2] };
    const found = { cells: [], summary, baselines };
    const lines = formatSweep({ ...about, fusedMultiplyAdd: false, ...found }).split('\n');
    const texts = lines.filter((line) => line.includes('│')).map((line) => line.split(/ *│ */));
    expect(texts.map((line) => line.slice(1, -1))).to.deep.equal([
      ['windowSize', 'model', 'seeds', 'warm among warm', 'cold among cold'],
      ['3', 'VASG', '2', '0.6000 ± 0.1414', '0.6000'],
      ['5', 'VASG', '1', '0.8000', '0.9000'],
      ['7', 'VASG', '0', '-', '-'],
      ['-', 'RAND', '1', '0.5000', '-'],
    ]);
  });
});
