import { expect } from 'chai';
import fc from 'fast-check';
import { RECORD_WORDS, writeAliasRecords } from '../../src/graph/alias-records.js';
import { buildBipartiteGraph } from '../../src/graph/bipartite-graph.js';

/** One user who bought as many products as there are weights: node 0 with neighbours 1, 2, ... */
function starOf(weights: number[]) {
  const numProducts = weights.length;
  return buildBipartiteGraph({
    numUsers: 1,
    numProducts,
    userIndex: new Uint32Array(numProducts),
    productIndex: Uint32Array.from(weights, (_, i) => i),
    weight: Float32Array.from(weights),
  });
}

function recordsOf(weights: number[]) {
  const graph = starOf(weights);
  const records = new Uint32Array(graph.col.length * RECORD_WORDS);
  writeAliasRecords(graph, graph.weight!, records);
  return Array.from({ length: weights.length }, (_, slot) => {
    const [owner, other, threshold] = records.subarray(slot * RECORD_WORDS);
    return { owner: owner! - 1, other: other! - 1, share: threshold! / 2 ** 32 };
  });
}

/** The chance of each neighbour that the records stand for. */
function chancesOf(weights: number[]): number[] {
  const chances = weights.map(() => 0);
  for (const { owner, other, share } of recordsOf(weights)) {
    chances[owner]! += share / weights.length;
    chances[other]! += (1 - share) / weights.length;
  }
  return chances;
}

describe('writeAliasRecords', () => {
  it("makes each neighbour's chance its share of the weights", () => {
    const weight = fc.oneof(
      fc.integer({ min: 1, max: 10 }).map((halves) => halves / 2),
      fc.float({ min: Math.fround(1e-3), max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 60 }), (weights) => {
        const rounded = weights.map(Math.fround);
        const total = rounded.reduce((a, b) => a + b);
        chancesOf(weights).forEach((chance, i) => {
          expect(chance).to.be.closeTo(rounded[i]! / total, weights.length / 2 ** 32);
        });
      }),
    );
  });

  it('shares no slot where all weights are equal', () => {
    for (const weight of [1, 0.1, 4.3, 1e30]) {
      for (const { owner, other } of recordsOf(new Array<number>(97).fill(weight))) {
        expect(other).to.equal(owner);
      }
    }
  });

  it('works for weights of very different size', () => {
    const chances = chancesOf([1e-30, 1, 1e30]);
    expect(chances[0]).to.be.below(1e-9);
    expect(chances[2]).to.be.closeTo(1, 1e-9);
  });
});
