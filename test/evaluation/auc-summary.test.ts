import { expect } from 'chai';
import { aucSummary } from '../../src/evaluation/auc-summary.js';
import type { RankCounts } from '../../src/evaluation/ranking/rank-options.js';

const counts: RankCounts = {
  below: [Uint32Array.of(8, 2, 0), Uint32Array.of(1, 0, 0)],
  tied: [Uint32Array.of(1, 0, 0), Uint32Array.of(1, 0, 0)],
  candidates: [Uint32Array.of(10, 4, 0), Uint32Array.of(2, 0, 0)],
};

describe('aucSummary', () => {
  it('averages over the users that have candidates and reports the others', () => {
    const { perPair, ci95, ...summary } = aucSummary(counts, 'warm');
    expect(summary.auc).to.be.closeTo((0.8 + 0.5) / 2, 1e-12);
    expect(summary.tiedShare).to.be.closeTo(0.05, 1e-12);
    expect(summary.aucHalfTies).to.be.closeTo((0.85 + 0.5) / 2, 1e-12);
    expect(summary).to.include({ users: 2, usersWithoutCandidates: 1, numComparisons: 14 });
    expect([...perPair]).to.deep.equal([0.8, 0.5, NaN]);
    // Two values 0.3 apart: standard deviation 0.3 / sqrt(2), standard error 0.15.
    expect(ci95[0]).to.be.closeTo(0.65 - 1.96 * 0.15, 1e-12);
    expect(ci95[1]).to.be.closeTo(0.65 + 1.96 * 0.15, 1e-12);
  });

  it('adds both groups for the set of all', () => {
    const { perPair, numComparisons } = aucSummary(counts, 'all');
    expect([...perPair]).to.deep.equal([9 / 12, 2 / 4, NaN]);
    expect(numComparisons).to.equal(16);
  });

  it('has no interval for a single user and no mean for none', () => {
    const cold = aucSummary(counts, 'cold');
    expect(cold).to.include({ auc: 0.5, aucHalfTies: 0.75, users: 1 });
    expect(cold.ci95).to.deep.equal([NaN, NaN]);
    const none: [Uint32Array, Uint32Array] = [new Uint32Array(), new Uint32Array()];
    const empty = aucSummary({ below: none, tied: none, candidates: none }, 'all');
    expect(empty).to.deep.include({ auc: NaN, users: 0, ci95: [NaN, NaN] });
  });

  it('keeps the interval within 0 and 1', () => {
    const none: [Uint32Array, Uint32Array] = [Uint32Array.of(0, 0), Uint32Array.of(0, 0)];
    const below: [Uint32Array, Uint32Array] = [Uint32Array.of(0, 4), Uint32Array.of(0, 0)];
    const candidates: [Uint32Array, Uint32Array] = [Uint32Array.of(4, 4), Uint32Array.of(0, 0)];
    const { ci95 } = aucSummary({ below, tied: none, candidates }, 'warm');
    expect(ci95).to.deep.equal([0, 1]);
  });
});
