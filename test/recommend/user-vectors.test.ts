import { expect } from 'chai';
import { userVectors } from '../../src/recommend/user-vectors.js';

describe('user vectors', () => {
  const inputs = {
    users: Float32Array.of(3, 4, 0, 0),
    encoded: Float32Array.of(2, 0, 0, 5),
    dim: 2,
    owned: { offsets: Uint32Array.of(0, 2, 2), products: Uint32Array.of(0, 1) },
  };

  it('are normalised embeddings when the profile weighs nothing', () => {
    const vectors = userVectors({ ...inputs, profileWeight: 0 });
    expect([...vectors]).to.deep.equal([...Float32Array.of(0.6, 0.8, 0, 0)]);
  });

  it('add the weighted mean of the normalised encoded products', () => {
    const vectors = userVectors({ ...inputs, profileWeight: 2 });
    expect(vectors[0]).to.be.closeTo(0.6 + 2 * 0.5, 1e-6);
    expect(vectors[1]).to.be.closeTo(0.8 + 2 * 0.5, 1e-6);
  });

  it('stay zero for a user without embedding and products', () => {
    expect([...userVectors({ ...inputs, profileWeight: 2 })].slice(2)).to.deep.equal([0, 0]);
  });
});
