import { expect } from 'chai';
import { directionsOf } from '../../../src/experiments/runs/directions.js';
import { bpr, ibr, vasg, vasgWithPopularity, vbpr, vectors } from '../../support/tiny-runs.js';

describe('the directions of rows', () => {
  it('are the rows themselves where nothing lies behind them', () => {
    for (const settings of [vasg, ibr]) {
      const { rows, dim } = directionsOf(settings, vectors.products, 2);
      expect(rows).to.equal(vectors.products);
      expect(dim).to.equal(2);
    }
  });

  it('are without the bias of a factorisation, and without popularity', () => {
    for (const settings of [bpr, vbpr, vasgWithPopularity]) {
      expect(directionsOf(settings, vectors.products, 2)).to.deep.equal({
        rows: Float32Array.of(1, 0, 6),
        dim: 1,
      });
    }
  });

  it('are none of no rows', () => {
    expect(directionsOf(vasgWithPopularity, new Float32Array(), 2).rows).to.have.length(0);
  });
});
