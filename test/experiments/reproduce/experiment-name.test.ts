import { expect } from 'chai';
import { experimentName } from '../../../src/experiments/reproduce/experiment-name.js';
import type { CategoryRule } from '../../../src/sources/category-rule.js';

describe('the name of a reproduction', () => {
  it('is its own for every size and every change of hyper-parameters', () => {
    const changes = [{}, { 'vasg-paper': { maxSteps: 1 } }, { 'vasg-paper': { maxSteps: 2 } }];
    const names = [false, true].flatMap((quick) =>
      changes.map((overrides) => experimentName({ quick, overrides })),
    );
    expect(names[0]).to.equal('reproduction');
    expect(names[3]).to.equal('reproduction-quick');
    expect(names[1]).to.match(/^reproduction-[0-9a-f]{8}$/);
    expect(new Set(names)).to.have.length(names.length);
  });

  it('is its own for the categories of the authors, not for the usual ones', () => {
    const nameOf = (rule?: CategoryRule, quick = false) =>
      experimentName({ quick, raw: { rule }, overrides: {} });
    expect([nameOf(), nameOf('any'), nameOf('authors'), nameOf('authors', true)]).to.deep.equal([
      ...['reproduction', 'reproduction', 'reproduction-authors', 'reproduction-quick-authors'],
    ]);
  });

  it('is its own with fused multiply-add', () => {
    const kind = { quick: true, overrides: {}, fusedMultiplyAdd: true };
    expect(experimentName(kind)).to.equal('reproduction-quick-fused-multiply-add');
  });

  it('does not depend on the order of the changes', () => {
    const [one, other] = [
      { 'vasg-paper': { maxSteps: 1, patience: 2 }, 'ibr-default': { numEpochs: 3 } },
      { 'ibr-default': { numEpochs: 3 }, 'vasg-paper': { patience: 2, maxSteps: 1 } },
    ].map((overrides) => experimentName({ quick: true, overrides }));
    expect(one).to.equal(other);
  });
});
