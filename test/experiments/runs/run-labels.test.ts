import { expect } from 'chai';
import { presetCell, runLabels } from '../../../src/experiments/runs/run-labels.js';

describe('labels of runs', () => {
  const vasg = { model: 'vasg', preset: 'default' };
  const changed = { ...vasg, changes: 'idDropout=0.5' };

  it('say what was changed in a preset, and the id where nothing else differs', () => {
    const labels = runLabels([
      { ...vasg, runId: 'a' },
      { ...changed, runId: 'b' },
      { ...changed, runId: 'c' },
      { ...vasg, model: 'bpr', runId: 'd' },
    ]);
    expect([...labels]).to.deep.equal([
      ['a', 'default'],
      ['b', 'default, idDropout=0.5, run b'],
      ['c', 'default, idDropout=0.5, run c'],
      ['d', 'default'],
    ]);
  });

  it('name a run once that was asked for twice', () => {
    const run = { ...vasg, runId: 'a' };
    expect([...runLabels([run, run])]).to.deep.equal([['a', 'default']]);
  });

  it('are in the place of the preset; what needs no training has a dash', () => {
    const labels = runLabels([{ ...changed, runId: 'b' }]);
    expect(presetCell({ runId: 'b', preset: 'default' }, labels)).to.equal(
      'default, idDropout=0.5',
    );
    expect(presetCell({ runId: 'x', preset: 'paper' }, labels)).to.equal('paper');
    expect(presetCell({ runId: null, preset: null }, labels)).to.equal('-');
  });
});
