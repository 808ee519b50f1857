import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { MODEL_NAMES, type ModelName } from '../../src/config/models.js';
import { PRESETS } from '../../src/config/presets.js';
import { departureOf } from '../../src/presets/departures.js';
import { listPresets, presetNamesOf } from '../../src/presets/list-presets.js';
import { isDivergent, presetKnobs } from '../../src/presets/preset-knobs.js';

describe('presetKnobs', () => {
  it('has every knob of every model and preset', () => {
    for (const model of MODEL_NAMES) {
      const presets = presetNamesOf(model);
      const knobs = presetKnobs(model, presets);
      for (const preset of presets) {
        const values = knobs.map(({ name, values }) => [name, values[preset]]);
        expect(Object.fromEntries(values)).to.deep.equal(
          (PRESETS[model] as Record<string, unknown>)[preset],
        );
      }
    }
  });

  it('names the flag and the section of the paper', () => {
    const knob = presetKnobs('vasg', ['paper']).find(({ name }) => name === 'windowSize');
    expect(knob).to.include({ flag: 'window-size', paper: '6' });
    expect(knob?.values).to.deep.equal({ paper: 7 });
  });

  it('credits to the paper what it says, of models that it trains', () => {
    const credited = (model: ModelName) =>
      Object.fromEntries(
        presetKnobs(model, presetNamesOf(model)).flatMap(({ name, paper }) =>
          paper === null ? [] : [[name, paper]],
        ),
      );
    expect(credited('vasg')).to.deep.equal({
      ...{ embeddingDim: '4.2.2, 4.3.2', windowSize: '6' },
      ...{ walksPerNode: '3.1, no value', walkLength: '3.1, no value', walkTransition: '3.1' },
      ...{ userBatches: '3.2, no value', objective: '3.2', contextTable: '3.2' },
      ...{ productVector: '3.2', useDecoder: '3.2', decoderHidden: '3.2', taskWeighting: '3.2' },
      ...{ tableLearningRate: '3.2', networkLearningRate: '3.2', encoderLearningRate: '3.2' },
      ...{ decoderDropout: '3.2', encoderHidden: '3.2', encoderDropout: '3.2, read otherwise' },
      ...{ encoderOutputRelu: '3.2, read otherwise', noiseStd: '6, no value' },
    });
    expect(credited('skipgram')).to.include({ useDecoder: '6', objective: '3.2' });
    expect(credited('vbpr')).to.deep.equal({ embeddingDim: '4.2.2', visualDim: '4.2.2' });
    expect(credited('ibr')).to.deep.equal({ embeddingDim: '4.3.2' });
    expect(credited('bpr')).to.deep.equal({});
    expect(credited('deepwalk')).to.deep.equal({});
  });

  it('compares lists of widths by their content', () => {
    const widths = (values: number[]) => ({
      ...presetKnobs('vasg', ['paper'])[0]!,
      values: { paper: [256, 512], default: values },
    });
    expect(isDivergent(widths([256, 512]))).to.equal(false);
    expect(isDivergent(widths([256]))).to.equal(true);
  });
});

describe('departures from the paper', () => {
  for (const preset of ['authors', 'default'] as const) {
    it(`are all named for ${preset}, and no other`, () => {
      for (const knob of presetKnobs('vasg', ['paper', preset])) {
        const reason = departureOf(preset, knob.name);
        expect(reason !== undefined, knob.name).to.equal(isDivergent(knob));
        expect(knob.why[preset]).to.equal(reason);
      }
    });
  }
});

describe('docs/reproduction.md', () => {
  it("names the switch of each of the authors' divergences", () => {
    const text = readFileSync(
      join(import.meta.dirname, '..', '..', 'docs', 'reproduction.md'),
      'utf8',
    );
    const divergent = presetKnobs('vasg', ['paper', 'authors']).filter(isDivergent);
    for (const { name } of divergent) expect(text).to.include(`\`${name}\``);
  });
});

describe('listPresets', () => {
  it('describes each preset', () => {
    const entries = listPresets();
    expect(entries.map(({ model, preset }) => `${model} ${preset}`)).to.include.members([
      'vasg default',
      'vasg paper',
      'vasg authors',
      'ibr default',
    ]);
    for (const { summary } of entries) expect(summary).to.match(/\.$/);
  });
});
