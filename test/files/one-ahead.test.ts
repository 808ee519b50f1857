import { expect } from 'chai';
import { oneAhead } from '../../src/files/one-ahead.js';

describe('oneAhead', () => {
  let asked: number;
  let closed: boolean;

  async function* numbers(count: number, fault?: Error): AsyncGenerator<number> {
    asked = 0;
    closed = false;
    try {
      for (let i = 0; i < count; i++) {
        asked++;
        yield i;
      }
      if (fault !== undefined) throw fault;
    } finally {
      closed = true;
    }
  }

  it('gives the same items, and has asked for the next by then', async () => {
    const seen: number[] = [];
    for await (const item of oneAhead(numbers(4))) {
      seen.push(item);
      await Promise.resolve();
      expect(asked).to.equal(Math.min(4, item + 2));
    }
    expect(seen).to.deep.equal([0, 1, 2, 3]);
    expect(closed).to.equal(true);
  });

  it('ends the source when it is not read to its end', async () => {
    for await (const item of oneAhead(numbers(10))) if (item === 1) break;
    expect(closed).to.equal(true);
    expect(asked).to.equal(3);
  });

  it('throws after the items before the fault', async () => {
    const seen: number[] = [];
    let thrown: unknown;
    try {
      for await (const item of oneAhead(numbers(2, new RangeError('broken')))) seen.push(item);
    } catch (error) {
      thrown = error;
    }
    expect(seen).to.deep.equal([0, 1]);
    expect(thrown).to.be.instanceOf(RangeError);
  });
});
