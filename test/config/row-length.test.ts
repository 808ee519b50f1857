import { expect } from 'chai';
import type { ModelSettings } from '../../src/config/models.js';
import { PRESETS } from '../../src/config/presets.js';
import { directionLength, rowLength } from '../../src/config/row-length.js';

const { vasg, bpr, vbpr, ibr } = PRESETS;

const lengths = (settings: ModelSettings) => [directionLength(settings), rowLength(settings)];

describe('rows of a model', () => {
  it('are the direction alone without popularity', () => {
    const hyperparameters = { ...vasg.default, embeddingDim: 3, popularityBias: false };
    expect(lengths({ model: 'vasg', hyperparameters })).to.deep.equal([3, 3]);
    expect(
      lengths({ model: 'vasg', hyperparameters: { ...vasg.paper, embeddingDim: 8 } }),
    ).to.deep.equal([8, 8]);
  });

  it('have popularity behind the direction', () => {
    const hyperparameters = { ...vasg.default, embeddingDim: 3, popularityBias: true };
    expect(lengths({ model: 'vasg', hyperparameters })).to.deep.equal([3, 4]);
  });

  it('have the factors of a factorisation and its bias', () => {
    const visual = { ...vbpr.default, embeddingDim: 2, visualDim: 3 };
    expect(lengths({ model: 'vbpr', hyperparameters: visual })).to.deep.equal([5, 6]);
    const latent = { ...bpr.default, embeddingDim: 4, visualDim: 0 };
    expect(lengths({ model: 'bpr', hyperparameters: latent })).to.deep.equal([4, 5]);
  });

  it('have the rank of a metric', () => {
    const hyperparameters = { ...ibr.default, embeddingDim: 4 };
    expect(lengths({ model: 'ibr', hyperparameters })).to.deep.equal([4, 4]);
  });
});
