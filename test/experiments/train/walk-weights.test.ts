import { expect } from 'chai';
import { InputDataError } from '../../../src/errors.js';
import { walkWeights } from '../../../src/experiments/train/walk-weights.js';
import type { WorkspaceData } from '../../../src/experiments/runs/workspace-data.js';

const weightsOf = (...ratings: number[]) =>
  walkWeights({
    dataset: { name: 'shop' } as WorkspaceData['dataset'],
    train: {
      userIndex: Uint32Array.from(ratings.keys()),
      productIndex: new Uint32Array(ratings.length),
      rating: Float32Array.from(ratings),
    },
  });

describe('walkWeights', () => {
  it('are the ratings, and 1 where there is none', () => {
    expect([...weightsOf(5, NaN, 0.5)]).to.deep.equal([5, 1, 0.5]);
  });

  it('name the data set when a rating is no weight', () => {
    for (const rating of [0, -1]) {
      expect(() => weightsOf(5, rating)).to.throw(
        InputDataError,
        `Data set shop has a rating of ${rating},`,
      );
    }
  });
});
