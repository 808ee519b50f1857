import { expect } from 'chai';
import type { ModelSettings } from '../../../src/config/models.js';
import { productSpacesOf, relationSpacesOf } from '../../../src/experiments/runs/product-spaces.js';
import { bpr, ibr, vasg, vasgWithPopularity, vbpr, vectors } from '../../support/tiny-runs.js';

const spacesOf = (settings: ModelSettings, loaded = vectors) =>
  [...productSpacesOf(settings, loaded)].map(({ rows, ...space }) => ({
    ...space,
    rows: Array.from(rows, (value) => Number(value.toFixed(4))),
  }));

describe('the product spaces of a run', () => {
  it('are the one that its scores are of', () => {
    expect(spacesOf(vasg)).to.deep.equal([
      {
        ...{ name: 'VASG', places: 'all', dim: 2, similarity: 'cosine' },
        rows: [1, 0, 0, 1, 0.6, 0.8],
      },
    ]);
    expect(spacesOf(ibr)).to.deep.equal([
      {
        ...{ name: 'IBR', places: 'all', dim: 2, similarity: 'negative-distance' },
        rows: [...vectors.products],
      },
    ]);
  });

  it('leave out the bias of a factorisation, and popularity', () => {
    const rest = { dim: 1, similarity: 'cosine', rows: [1, 0, 1] };
    expect(spacesOf(vbpr)[0]).to.deep.include({ name: 'VBPR', ...rest });
    expect(spacesOf(vasgWithPopularity)[0]).to.deep.include({ name: 'VASG', ...rest });
  });

  it('are three for BPR, of which the first places warm products and the others cold ones', () => {
    const spaces = spacesOf(bpr, { ...vectors, neighbours: Float32Array.of(1, 0, 0, 5, -6, 8) });
    expect(spaces.map(({ name, places, rows }) => [name, places, rows])).to.deep.equal([
      ['BPR-MF', 'warm', [1, 0, 1]],
      ['BPR-MF + least squares', 'cold', [1, 0, 1]],
      ['BPR-MF + kNN', 'cold', [1, 0, -1]],
    ]);
  });
});

describe('where a run says which products one user buys', () => {
  const relationsOf = (settings: ModelSettings) => [...relationSpacesOf(settings, vectors)];

  it('is with popularity times temperature first, and the cosine alone, where that is learned', () => {
    const [own, cosine] = relationsOf(vasgWithPopularity);
    const temperature = vectors.users[vectors.dim - 1]!;
    const popularity = [1, 3, 5].map((at) => Math.fround(temperature * vectors.products[at]!));
    expect(own).to.deep.include({ name: 'VASG', dim: 2, similarity: 'affinity' });
    expect([...own!.rows]).to.deep.equal([1, 0, 1].flatMap((x, i) => [x, popularity[i]]));
    expect(cosine).to.deep.include({ name: 'VASG, cosine alone', dim: 1, similarity: 'cosine' });
  });

  it('is the product spaces of every other run', () => {
    for (const settings of [vasg, ibr, vbpr]) {
      expect(relationsOf(settings)).to.deep.equal([...productSpacesOf(settings, vectors)]);
    }
  });
});
