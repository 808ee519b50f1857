import { expect } from 'chai';
import type { ModelSettings } from '../../../src/config/models.js';
import { scorersOf } from '../../../src/experiments/runs/run-scorers.js';
import { bpr, ibr, vasg, vasgWithPopularity, vbpr, vectors } from '../../support/tiny-runs.js';

async function scoresOf(settings: ModelSettings, loaded = vectors): Promise<[string, number[]][]> {
  const scorers = scorersOf(settings, loaded);
  return Promise.all(
    scorers.map(async ({ name, users, products }): Promise<[string, number[]]> => {
      const user = await users.read(0, 1);
      const rows = await products.read(0, 3);
      const scores = [0, 1, 2].map((row) =>
        user.reduce((sum, value, d) => sum + value * rows[row * users.dim + d]!, 0),
      );
      return [name, scores.map((score) => Number(score.toFixed(4)))];
    }),
  );
}

describe('scorers of a run', () => {
  it('are cosines for skip-grams', async () => {
    expect(await scoresOf(vasg)).to.deep.equal([['VASG', [0.6, 0.8, 1]]]);
  });

  it('add popularity, which lies behind the direction, at the temperature that users have there', async () => {
    expect(await scoresOf(vasgWithPopularity)).to.deep.equal([
      ['VASG', [1 + 4 * 0, 0 + 4 * 5, 1 + 4 * 8]],
    ]);
  });

  it('are dot products for factorisations', async () => {
    expect(await scoresOf(vbpr)).to.deep.equal([['VBPR', [3, 20, 50]]]);
  });

  it('are negative squared distances for metrics', async () => {
    expect(await scoresOf(ibr)).to.deep.equal([['IBR', [-20, -10, -25]]]);
  });

  it('are three for BPR, of which the first has no place for cold products', async () => {
    const loaded = { ...vectors, neighbours: Float32Array.of(1, 0, 0, 5, 0, 0) };
    const scored = await scoresOf(bpr, loaded);
    expect(scored).to.deep.equal([
      ['BPR-MF', [3, 20, 50]],
      ['BPR-MF + least squares', [3, 20, 50]],
      ['BPR-MF + kNN', [3, 20, 0]],
    ]);
    const scorers = scorersOf(bpr, loaded);
    expect(scorers.map(({ ranksCold }) => ranksCold)).to.deep.equal([false, true, true]);
  });
});
