import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import type { Hyperparameters } from '../../src/config/hyperparameters.js';
import { ALL_DEFINITIONS, MODELS, MODEL_NAMES } from '../../src/config/models.js';
import { environmentName, flagName } from '../../src/config/names.js';
import { PRESETS } from '../../src/config/presets.js';
import { resolveSettings, type ConfigSources } from '../../src/config/resolve.js';
import { InputDataError, MissingArtifactError, UsageError } from '../../src/errors.js';
import { rejection } from '../support/rejection.js';
import { temporaryFolder } from '../support/workspace.js';

async function resolveHyperparameters(
  sources: Omit<ConfigSources, 'model'>,
): Promise<Hyperparameters> {
  const { hyperparameters } = await resolveSettings({ model: 'vasg', ...sources });
  return hyperparameters as Hyperparameters;
}

describe('resolution of hyper-parameters', () => {
  const folder = temporaryFolder();
  const file = (name: string, content: string): string => {
    const target = path.join(folder, name);
    writeFileSync(target, content);
    return target;
  };

  it('gives the preset when nothing else is said', async () => {
    expect(await resolveHyperparameters({ preset: 'paper' })).to.deep.equal(PRESETS.vasg.paper);
  });

  it('lets file beat preset, environment beat file, flag beat environment', async () => {
    const resolved = await resolveHyperparameters({
      preset: 'paper',
      file: file('all.json', '{"embeddingDim": 20, "walkLength": 30, "patience": 3}'),
      environment: { VASG_WALK_LENGTH: '40', VASG_PATIENCE: '4' },
      flags: { patience: 9 },
    });
    expect(resolved).to.include({ embeddingDim: 20, walkLength: 40, patience: 9 });
  });

  it('reads layer widths from text and from JSON', async () => {
    const fromEnvironment = await resolveHyperparameters({
      preset: 'default',
      environment: { VASG_ENCODER_HIDDEN: '64,32' },
    });
    const fromFile = await resolveHyperparameters({
      preset: 'default',
      file: file('widths.json', '{"encoderHidden": [64, 32]}'),
    });
    expect(fromEnvironment.encoderHidden).to.deep.equal([64, 32]);
    expect(fromFile.encoderHidden).to.deep.equal([64, 32]);
  });

  for (const [variable, value, words] of [
    ['VASG_WINDOW_SIZE', '4', 'odd integer'],
    ['VASG_EMBEDDING_DIM', '0', 'from 1 to 4096'],
    ['VASG_EMBEDDING_DIM', '1e9', 'from 1 to 4096'],
    ['VASG_EMBEDDING_DIM', '', 'integer'],
    ['VASG_TEMPERATURE', '0', 'from 0.01 to 1'],
    ['VASG_TEMPERATURE', '1.5', 'from 0.01 to 1'],
    ['VASG_INIT_RANGE', '0', 'above 0'],
    ['VASG_ENCODER_EPOCHS', '10001', 'to 10000'],
    ['VASG_TABLE_LEARNING_RATE', 'NaN', 'number'],
    ['VASG_OBJECTIVE', 'hinge', 'positive-sigmoid'],
    ['VASG_USE_DECODER', 'perhaps', 'true or false'],
    ['VASG_ENCODER_HIDDEN', '256,-1', 'layer widths'],
    ['VASG_ENCODER_HIDDEN', '1,1,1,1,1,1,1,1,1', 'at most 8'],
  ] as const) {
    it(`refuses ${variable}="${value}", naming it`, async () => {
      const error = await rejection(
        resolveHyperparameters({ preset: 'paper', environment: { [variable]: value } }),
        UsageError,
      );
      expect(error.message).to.include(variable).and.to.include(words);
      expect(error.exitCode).to.equal(2);
    });
  }

  it('refuses a file that is missing, not JSON, not an object, or has unknown names', async () => {
    const load = (target: string) => resolveHyperparameters({ preset: 'paper', file: target });
    await rejection(load(path.join(folder, 'absent.json')), MissingArtifactError);
    for (const [name, content] of [
      ['broken.json', '{"embeddingDim": '],
      ['list.json', '[1]'],
      ['unknown.json', '{"dim": 5}'],
    ] as const) {
      const error = await rejection(load(file(name, content)), InputDataError);
      expect(error.message).to.include(name);
    }
    for (const value of ['{"a": 1}', '"12"', 'null', '0']) {
      const wrong = file('value.json', `{"embeddingDim": ${value}}`);
      expect((await rejection(load(wrong), InputDataError)).message).to.include('embeddingDim');
    }
  });

  it('refuses combinations that cannot train', async () => {
    const table = { preset: 'paper', flags: { 'encoder-epochs': 0 } } as const;
    expect((await rejection(resolveHyperparameters(table), UsageError)).message).to.include(
      '--encoder-epochs',
    );
    const twice = { preset: 'default', flags: { 'encoder-epochs': 3 } } as const;
    expect((await rejection(resolveHyperparameters(twice), UsageError)).message).to.include(
      '--encoder-epochs 0',
    );
    const blind = {
      preset: 'paper',
      flags: { 'use-decoder': false, 'encoder-cosine-weight': 0 },
    } as const;
    await rejection(resolveHyperparameters(blind), UsageError);
    const wide = { preset: 'paper', flags: { 'window-size': 63 } } as const;
    expect((await rejection(resolveHyperparameters(wide), UsageError)).message).to.include('63');
  });

  for (const [model, flags, words] of [
    ['skipgram', { 'use-decoder': true }, 'has no decoder'],
    ['bpr', { 'visual-dim': 5 }, 'no visual factors'],
    ['vbpr', { 'visual-dim': 0 }, '--visual-dim'],
    ['deepwalk', { objective: 'sampled-softmax' }, '--context-table'],
    ['vasg', { 'context-table': true }, '--context-table'],
    ['vasg', { objective: 'sampled-softmax' }, '--user-vector profile'],
    ['vasg', { objective: 'sampled-softmax', 'user-vector': 'row' }, '--popularity-bias'],
    ['vasg', { 'product-vector': 'table' }, '--popularity-bias'],
    [
      'vasg',
      { objective: 'negative-sampling', 'user-vector': 'row', 'popularity-bias': false },
      '--objective negative-sampling',
    ],
    ['vasg', { 'cross-walks': true }, '--cross-walks'],
    ['vasg', { 'table-init': 'autoencoder' }, '--table-init autoencoder'],
  ] as const) {
    it(`refuses --model ${model} with ${JSON.stringify(flags)}`, async () => {
      const error = await rejection(
        resolveSettings({ model, preset: 'default', flags }),
        UsageError,
      );
      expect(error.message).to.include(words);
    });
  }

  it('names everything that does not go together at once', async () => {
    const flags = { 'product-vector': 'table' };
    const attempt = resolveSettings({ model: 'vasg', preset: 'default', flags });
    const { message, suggestions } = await rejection(attempt, UsageError);
    for (const flag of ['--popularity-bias', '--encoder-epochs', '--no-use-decoder']) {
      expect(message).to.include(flag);
    }
    expect(suggestions).to.have.length(3);
  });

  it('has complete presets that go together, for every model', async () => {
    for (const model of MODEL_NAMES) {
      for (const [preset, values] of Object.entries<object>(PRESETS[model])) {
        const settings = await resolveSettings({ model, preset: preset as 'default' });
        expect(settings).to.deep.equal({ model, hyperparameters: values });
        expect(Object.keys(values)).to.have.members(Object.keys(MODELS[model].definitions));
      }
    }
  });

  it('has no preset that a model lacks', async () => {
    const error = await rejection(resolveSettings({ model: 'bpr', preset: 'paper' }), UsageError);
    expect(error.suggestions.join()).to.include('--preset default');
  });

  it('takes knobs of other models from the environment only', async () => {
    const environment = { VASG_WINDOW_SIZE: '4', VASG_LEARNING_RATE: '0.5' };
    const { hyperparameters } = await resolveSettings({
      ...{ model: 'ibr', preset: 'default', environment },
    });
    expect(hyperparameters).to.include({ learningRate: 0.5 }).and.not.have.property('windowSize');
    const flags = { 'window-size': 5 };
    await rejection(resolveSettings({ model: 'ibr', preset: 'default', flags }), UsageError);
    const off = { 'popularity-bias': false };
    const refused = resolveSettings({ model: 'ibr', preset: 'default', flags: off });
    expect((await rejection(refused, UsageError)).message).to.include('--no-popularity-bias is');
    const stranger = file('stranger.json', '{"windowSize": 5}');
    await rejection(
      resolveSettings({ model: 'ibr', preset: 'default', file: stranger }),
      InputDataError,
    );
  });

  it('spells each name for flags and environment', () => {
    expect(flagName('walksPerNode')).to.equal('walks-per-node');
    expect(environmentName('walksPerNode')).to.equal('VASG_WALKS_PER_NODE');
    const names = Object.keys(ALL_DEFINITIONS);
    expect(new Set(names.map(flagName))).to.have.length(names.length);
  });
});
