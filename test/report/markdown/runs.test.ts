import { expect } from 'chai';
import { runs } from '../../../src/report/markdown/runs.js';
import { makeReproduction } from '../../support/reproduction-fixture.js';

describe('the runs of a reproduction', () => {
  const [found] = makeReproduction({ seeds: [1, 2] }).datasets;
  const page = runs(found!).join('\n');

  it('are named once, by the first who uses them', () => {
    const rows = page.split('\n').filter((line) => line.includes('-bprmf-'));
    expect(rows).to.deep.equal(['| BPR-MF | default | 20260314-bprmf-s1, 20260314-bprmf-s2 |']);
  });

  it('name the one whose embeddings are drawn', () => {
    const shown = { model: 'VASG', preset: 'default', seed: 2 };
    const [, sentence] = runs({ ...found!, shown });
    expect(sentence).to.include('Figures 2 and 3 show VASG (default), seed 2.');
  });

  it('are those of every trained number', () => {
    const cells = [
      ...found!.table2.map(({ auc }) => auc.runIds),
      ...found!.table3.map(({ accuracy }) => accuracy.runIds),
      ...found!.figure4.map(({ excessKurtosis }) => excessKurtosis.runIds),
      ...found!.analogies.map(({ precision }) => precision.runIds),
      ...[...found!.sensitivity, ...found!.figure5, ...found!.quality.ablations].map(
        ({ runIds }) => runIds,
      ),
    ];
    for (const runId of cells.flat()) expect(page).to.include(runId);
  });

  it('are none where nothing was trained', () => {
    const tables = { table2: [], table3: [], analogies: [], sensitivity: [], figure5: [] };
    const nothing = { ...tables, quality: { ...found!.quality, ablations: [] } };
    expect(runs({ ...found!, ...nothing }).at(-1)).to.equal('Not measured.');
  });
});
