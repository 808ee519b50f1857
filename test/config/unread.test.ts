import { expect } from 'chai';
import { MODELS, MODEL_NAMES, type ModelSettings } from '../../src/config/models.js';
import { PRESETS } from '../../src/config/presets.js';
import { resolveSettings, type ConfigSources } from '../../src/config/resolve.js';
import { unreadKnobs } from '../../src/config/unread.js';

describe('knobs that nothing reads', () => {
  it('are knobs of the model, whatever the preset', () => {
    for (const model of MODEL_NAMES) {
      for (const hyperparameters of Object.values<object>(PRESETS[model])) {
        const unread = unreadKnobs({ model, hyperparameters } as ModelSettings);
        const known = Object.keys(MODELS[model].definitions);
        for (const name of unread.keys()) expect(known).to.include(name);
      }
    }
  });

  async function warningsOf(sources: Partial<ConfigSources>): Promise<string[]> {
    const warnings: string[] = [];
    const warn = (message: string): void => void warnings.push(message);
    await resolveSettings({ model: 'vasg', preset: 'default', ...sources, warn });
    return warnings;
  }

  const CASES: [Partial<ConfigSources>, string][] = [
    [{ preset: 'paper', flags: { 'id-dropout': 0.5 } }, '--product-vector content-plus-id'],
    [{ preset: 'paper', flags: { 'num-negatives': 5 } }, '--objective negative-sampling'],
    [{ preset: 'paper', flags: { 'negative-power': 0.5 } }, '--objective negative-sampling'],
    [{ preset: 'paper', flags: { temperature: 0.5 } }, '--objective sampled-softmax'],
    [{ preset: 'authors', flags: { 'init-range': 3 } }, '--table-init uniform'],
    [{ flags: { 'decoder-hidden': [3] } }, '--use-decoder'],
    [{ flags: { 'encoder-batch-size': 3 } }, '--encoder-epochs above 0'],
    [{ model: 'bpr', flags: { 'kernel-regularization': 3 } }, '--model vbpr'],
  ];
  for (const [sources, need] of CASES) {
    it(`are warned of: ${JSON.stringify(sources)}`, async () => {
      const [warning, ...others] = await warningsOf(sources);
      const [flag] = Object.keys(sources.flags!);
      expect(warning)
        .to.match(new RegExp(`^--${flag} changes nothing`))
        .and.include(need);
      expect(others).to.deep.equal([]);
    });
  }

  it('are named as they were written', async () => {
    const environment = { VASG_POPULARITY_LEARNING_RATE: '0.5' };
    const flags = { 'popularity-bias': false };
    expect(await warningsOf({ environment, flags })).to.deep.equal([
      'VASG_POPULARITY_LEARNING_RATE changes nothing here: it needs --popularity-bias.',
    ]);
    const off = { 'frozen-decoder-dropout': true };
    expect((await warningsOf({ flags: off })).join()).to.match(/^--frozen-decoder-dropout/);
  });

  it('may be set to what the preset has', async () => {
    const flags = { 'id-dropout': 0, temperature: 0.1 };
    expect(await warningsOf({ preset: 'paper', flags })).to.deep.equal([]);
  });

  it('are none where all that was set is read', async () => {
    const flags = { 'id-dropout': 0.5, temperature: 0.2, 'num-negatives': 64, patience: 2 };
    expect(await warningsOf({ flags })).to.deep.equal([]);
    expect(await warningsOf({ flags: { 'validate-every': 0 } })).to.deep.equal([]);
  });
});
