import { expect } from 'chai';
import type { HeldOutTask } from '../../../src/experiments/evaluate/held-out-task.js';
import { measuredCells, rankingRow } from '../../../src/experiments/evaluate/ranking-rows.js';

/** Users 0 and 1 with a warm product each, user 2 with a cold one. */
const task = {
  pairs: { userIndex: Uint32Array.of(0, 1, 2), productIndex: Uint32Array.of(4, 5, 6) },
  parts: ['warm', 'warm', 'cold'],
  productIndex: Uint32Array.of(40, 50, 60),
} as unknown as HeldOutTask;

const counts = {
  below: [Uint32Array.of(3, 1, 4), Uint32Array.of(2, 0, 1)],
  tied: [Uint32Array.of(0, 1, 0), Uint32Array.of(0, 0, 0)],
  candidates: [Uint32Array.of(4, 4, 4), Uint32Array.of(2, 2, 2)],
} as const;

describe('cells of Table 2', () => {
  it('are each part among its own kind and among all', () => {
    const cells = measuredCells(task, counts, true).map(({ metric }) => metric);
    expect(cells.map(({ part, candidates, users }) => [part, candidates, users])).to.deep.equal([
      ['warm', 'warm', 2],
      ['warm', 'all', 2],
      ['cold', 'cold', 1],
      ['cold', 'all', 1],
    ]);
    const aucs = cells.map(({ auc }) => auc!);
    [1 / 2, (5 / 6 + 1 / 6) / 2, 1 / 2, 5 / 6].forEach((auc, i) =>
      expect(aucs[i]).to.be.closeTo(auc, 1e-12),
    );
    expect(cells[0]!.ties).to.be.closeTo(1 / 8, 1e-12);
    // One user makes no interval.
    expect(cells[2]!.ci95).to.deep.equal([null, null]);
  });

  it("keep each user's counts under the product's index in the data set", () => {
    const [, warmAmongAll, cold] = measuredCells(task, counts, true);
    expect(warmAmongAll!.ranks).to.deep.include({
      userIndex: Uint32Array.of(0, 1),
      productIndex: Uint32Array.of(40, 50),
      numBelow: Uint32Array.of(5, 1),
      numCandidates: Uint32Array.of(6, 6),
    });
    expect(cold!.ranks!.numBelow).to.deep.equal(Uint32Array.of(1));
  });

  it('are empty wherever a contestant without scores for cold products has to give one', () => {
    const [warm, ...others] = measuredCells(task, counts, false);
    expect(warm!.metric.auc).to.equal(1 / 2);
    for (const { metric, ranks } of others) {
      expect(metric).to.include({ auc: null, aucHalfTies: null, ties: null, users: 0 });
      expect(ranks).to.equal(undefined);
    }
  });

  it('become rows with their contestant', () => {
    const [cell] = measuredCells(task, counts, true);
    const who = { model: 'RAND', runId: null, seed: 7 };
    const identity = { ...who, dataset: 'shop', split: 'default', splitInputHash: 'hash' };
    expect(rankingRow(identity, null, cell!)).to.deep.equal({
      ...{ ...who, preset: null },
      ...cell!.metric,
    });
  });
});
