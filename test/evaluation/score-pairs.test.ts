import { expect } from 'chai';
import fc from 'fast-check';
import { InputDataError, RunCancelledError } from '../../src/errors.js';
import { scorePairs, type PairSimilarity } from '../../src/evaluation/score-pairs.js';
import { memoryTable, type VectorTable } from '../../src/evaluation/vector-table.js';
import { rejection } from '../support/rejection.js';

const pairs = { first: Uint32Array.of(0, 2, 1, 3), second: Uint32Array.of(1, 0, 1, 2) };
const rows = Float32Array.of(3, 4, 4, 3, 0, 0, -3, -4);

const score = (similarity: PairSimilarity) =>
  scorePairs({ table: memoryTable(rows, 2), pairs, similarity });

/** A table that remembers which rows were read. */
function readTable(vectors: Float32Array, dim: number): VectorTable & { reads: number[] } {
  const table = memoryTable(vectors, dim);
  return {
    ...table,
    reads: [],
    async read(start, count) {
      this.reads.push(start);
      return table.read(start, count);
    },
  };
}

describe('scorePairs', () => {
  it('gives cosine, dot product and negative squared distance', async () => {
    expect([...(await score('cosine'))]).to.deep.equal([24 / 25, 0, 1, 0]);
    expect([...(await score('dot'))]).to.deep.equal([24, 0, 25, 0]);
    expect([...(await score('negative-distance'))]).to.deep.equal([-2, -25, -0, -25]);
  });

  it('adds the last column of both to the cosine of the others', async () => {
    const table = memoryTable(Float32Array.of(3, 4, 0.5, 4, 3, 0.25, 0, 0, 2), 3);
    const two = { first: Uint32Array.of(0, 2), second: Uint32Array.of(1, 0) };
    const scores = await scorePairs({ table, pairs: two, similarity: 'affinity' });
    expect([...scores]).to.deep.equal([24 / 25 + 0.75, 2.5]);
  });

  it('does not depend on the size of the blocks, nor on which product comes first', async () => {
    const input = fc.record({
      rows: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 27, maxLength: 27 }),
      pairs: fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 20 }),
      blockBytes: fc.integer({ min: 1, max: 120 }),
      similarity: fc.constantFrom<PairSimilarity>('cosine', 'dot', 'negative-distance', 'affinity'),
    });
    const property = fc.asyncProperty(input, async ({ rows, pairs, blockBytes, similarity }) => {
      const table = memoryTable(Float32Array.from(rows), 3);
      const first = Uint32Array.from(pairs, ([a]) => a);
      const second = Uint32Array.from(pairs, ([, b]) => b);
      const whole = await scorePairs({ table, pairs: { first, second }, similarity });
      const turned = { first: second, second: first };
      const inBlocks = await scorePairs({ table, pairs: turned, similarity, blockBytes });
      expect(inBlocks).to.deep.equal(whole);
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('reads a block once for each block that its rows meet', async () => {
    const table = readTable(new Float32Array(8).fill(1), 2);
    const blockBytes = 16;
    const done: number[] = [];
    await scorePairs({
      ...{ table, blockBytes, similarity: 'cosine' },
      pairs: { first: Uint32Array.of(3, 0, 1), second: Uint32Array.of(0, 1, 2) },
      onProgress: (pairsDone) => done.push(pairsDone),
    });
    expect(table.reads).to.deep.equal([0, 2]);
    expect(done).to.deep.equal([1, 3]);
  });

  it('names a product whose vector is not finite', async () => {
    const table = memoryTable(Float32Array.of(1, 2, NaN, 1, 1, 1), 2);
    for (const [first, second] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const wrong = { first: Uint32Array.of(first), second: Uint32Array.of(second) };
      const work = scorePairs({ table, pairs: wrong, similarity: 'cosine' });
      expect((await rejection(work, InputDataError)).message).to.include('product index 1 ');
    }
  });

  it('names it too when the last column alone is not, which is added to the cosine', async () => {
    for (const last of [NaN, Infinity, -Infinity]) {
      const table = memoryTable(Float32Array.of(1, 2, 0.5, 1, 1, last, 1, 1, 0.5), 3);
      for (const [first, second] of [
        [0, 1],
        [1, 2],
        [2, 1],
      ] as const) {
        const wrong = { first: Uint32Array.of(first), second: Uint32Array.of(second) };
        const work = scorePairs({ table, pairs: wrong, similarity: 'affinity' });
        expect((await rejection(work, InputDataError)).message).to.include('product index 1 ');
      }
    }
  });

  it('stops when it is aborted', async () => {
    const table = memoryTable(rows, 2);
    const signal = AbortSignal.abort();
    await rejection(scorePairs({ table, pairs, similarity: 'dot', signal }), RunCancelledError);
  });
});
