import { expect } from 'chai';
import type { ModelSettings } from '../../src/config/models.js';
import { PRESETS } from '../../src/config/presets.js';
import { expectedShapes } from '../../src/trainer/expected-tensors.js';

const counts = { numUsers: 5, numProducts: 7, featureDim: 11 };
const { vasg, vbpr, ibr } = PRESETS;

function shapesOf(settings: ModelSettings) {
  const { embeddings, encoder, decoder } = expectedShapes(counts, settings);
  return {
    embeddings: Object.fromEntries(embeddings),
    encoder: Object.fromEntries(encoder),
    decoder: decoder && Object.fromEntries(decoder),
  };
}

describe('the tensors that a trainer sends', () => {
  it("are the paper's rows, encoder and decoder", () => {
    const widths = { embeddingDim: 3, encoderHidden: [4], decoderHidden: [2] };
    const hyperparameters = { ...vasg.paper, ...widths };
    expect(shapesOf({ model: 'vasg', hyperparameters })).to.deep.equal({
      embeddings: { users: [5, 3], products: [7, 3] },
      encoder: {
        ...{ 'encoder.0.weight': [4, 11], 'encoder.0.bias': [4] },
        ...{ 'encoder.1.weight': [3, 4], 'encoder.1.bias': [3] },
      },
      decoder: {
        ...{ 'decoder.0.weight': [2, 3], 'decoder.0.bias': [2] },
        ...{ 'decoder.1.weight': [11, 2], 'decoder.1.bias': [11] },
      },
    });
  });

  it('have popularity behind the direction, which the encoder gives too and the decoder does not get', () => {
    const widths = { embeddingDim: 3, encoderHidden: [4], decoderHidden: [] };
    const hyperparameters = { ...vasg.default, ...widths, useDecoder: true };
    expect(shapesOf({ model: 'vasg', hyperparameters })).to.deep.equal({
      embeddings: { users: [5, 4], products: [7, 4] },
      encoder: {
        ...{ 'encoder.0.weight': [4, 11], 'encoder.0.bias': [4] },
        ...{ 'encoder.1.weight': [4, 4], 'encoder.1.bias': [4] },
      },
      decoder: { 'decoder.0.weight': [11, 3], 'decoder.0.bias': [11] },
    });
  });

  it('have no more than the direction in our own model without popularity', () => {
    const hyperparameters = { ...vasg.default, embeddingDim: 3, popularityBias: false };
    expect(shapesOf({ model: 'vasg', hyperparameters })).to.deep.include({
      embeddings: { users: [5, 3], products: [7, 3] },
    });
  });

  it('have the factors and the bias of a factorisation, and one layer as encoder', () => {
    const hyperparameters = { ...vbpr.default, embeddingDim: 2, visualDim: 3 };
    expect(shapesOf({ model: 'vbpr', hyperparameters })).to.deep.equal({
      embeddings: { users: [5, 6], products: [7, 6] },
      encoder: { 'encoder.0.weight': [6, 11], 'encoder.0.bias': [6] },
      decoder: undefined,
    });
  });

  it('have the rank of a metric', () => {
    const hyperparameters = { ...ibr.default, embeddingDim: 4 };
    expect(shapesOf({ model: 'ibr', hyperparameters })).to.deep.include({
      embeddings: { users: [5, 4], products: [7, 4] },
    });
  });
});
