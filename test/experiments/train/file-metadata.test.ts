import { expect } from 'chai';
import type { ModelSettings } from '../../../src/config/models.js';
import { PRESETS } from '../../../src/config/presets.js';
import { fileMetadata } from '../../../src/experiments/train/file-metadata.js';

describe('metadata of model files', () => {
  const metadataOf = (preset: string, settings: ModelSettings) =>
    fileMetadata({
      ...settings,
      ...{ runId: 'r1', dataset: 'shop', split: 'live', preset, seed: 7 },
      inputs: { featuresSha256: 'f', splitHash: 's' },
      startedAt: '2026-01-01T00:00:00.000Z',
    });
  const vasg = (preset: keyof typeof PRESETS.vasg) =>
    metadataOf(preset, { model: 'vasg', hyperparameters: PRESETS.vasg[preset] });

  it('says where they come from, how rows score and what the encoder does besides its layers', () => {
    expect(vasg('default')).to.deep.equal({
      ...{ format: 'vasg', dataset: 'shop', split: 'live' },
      ...{ model: 'vasg', preset: 'default', seed: '7' },
      ...{ scoring: 'cosine', rowLength: '101', directionLength: '100' },
      ...{ encoderRowScaling: 'none', encoderOutputRelu: 'false' },
    });
    expect(vasg('paper')).to.include({ rowLength: '100', directionLength: '100' });
    expect(vasg('authors')).to.include({
      ...{ encoderRowScaling: 'product-min-max', encoderOutputRelu: 'true' },
    });
  });

  it('says so of baselines too', () => {
    const vbpr = { model: 'vbpr', hyperparameters: PRESETS.vbpr.default } as const;
    const ibr = { model: 'ibr', hyperparameters: PRESETS.ibr.default } as const;
    expect(metadataOf('default', vbpr)).to.include({
      ...{ scoring: 'dot', rowLength: '121', directionLength: '120' },
    });
    expect(metadataOf('default', ibr)).to.include({
      ...{ scoring: 'distance', rowLength: '100', encoderOutputRelu: 'false' },
    });
  });
});
