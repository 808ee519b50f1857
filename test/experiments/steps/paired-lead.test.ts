import { expect } from 'chai';
import { pairedLead } from '../../../src/experiments/steps/paired-lead.js';
import { spreadOf } from '../../../src/experiments/steps/spread.js';

const lead = (ours: (number | null)[], theirs: (number | null)[]) =>
  pairedLead(spreadOf(ours), spreadOf(theirs));

describe('a lead over seeds', () => {
  it('has the interval of paired differences', () => {
    // Differences 1, 2, 3, 4, 5: mean 3, standard error sqrt(0.5), t = 2.776 with 4 degrees of freedom.
    const found = lead([11, 22, 33, 44, 55], [10, 20, 30, 40, 50])!;
    expect(found.difference.values).to.deep.equal([1, 2, 3, 4, 5]);
    expect(found.interval![0]).to.be.closeTo(3 - 2.7764 * Math.SQRT1_2, 1e-3);
    expect(found.interval![1]).to.be.closeTo(3 + 2.7764 * Math.SQRT1_2, 1e-3);
    expect(found.verdict).to.equal('better');
  });

  it('is one behind, seen from the other side, and shows nothing around 0', () => {
    expect(lead([10, 20, 30], [11, 21.1, 31])!.verdict).to.equal('worse');
    expect(lead([10, 20, 30], [11, 19, 30])!.verdict).to.equal('not shown');
    expect(lead([0.5, 0.5], [0.5, 0.5])!.verdict).to.equal('not shown');
  });

  it('counts the seeds that both have', () => {
    const found = lead([1, null, 3, 4], [0.5, 1, null, 3])!;
    expect(found.difference.values).to.deep.equal([0.5, null, null, 1]);
    expect(found.difference.mean).to.equal(0.75);
  });

  it('has no interval of one seed, and is none without any', () => {
    expect(lead([0.9], [0.5])).to.deep.include({ interval: null, verdict: 'not shown' });
    expect(lead([0.9, null], [null, 0.5])).to.equal(null);
    expect(lead([0.9], [])).to.equal(null);
  });
});
