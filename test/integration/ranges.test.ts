import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Definition, IntegerDefinition, RealDefinition } from '../../src/config/definition.js';
import { MODELS, type ModelSettings } from '../../src/config/models.js';
import { VasgError } from '../../src/errors.js';
import { startTrainer, type TrainerProcess } from '../../src/trainer/process/start-trainer.js';
import { findPython } from '../../src/trainer/python/environment.js';
import { sessionRequest } from '../../src/trainer/train-model.js';
import { TINY_SETTINGS, tinyModelOf } from '../support/training-fixtures.js';

/** Refusals of a number by itself; others are about knobs that do not go together. */
const RANGE_REFUSALS = ['FIELD_OUT_OF_RANGE', 'WINDOW_SIZE_EVEN', 'FIELD_MISSING'];

function isNumber(definition: Definition): definition is IntegerDefinition | RealDefinition {
  return definition.kind === 'integer' || definition.kind === 'real';
}

/** The least and the greatest number that a definition admits. */
function endsOf(definition: IntegerDefinition | RealDefinition): [number, number] {
  const { min, max, minExclusive } = definition;
  return [minExclusive === true ? min + 1e-9 : min, max];
}

describe('ranges of hyper-parameters', function () {
  this.timeout(60_000);
  let folder: string;
  let trainer: TrainerProcess;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vasg-ranges-'));
    trainer = await startTrainer({
      python: await findPython(),
      stateFolder: join(folder, 'state'),
      cacheFolder: join(folder, 'cache'),
      device: 'cpu',
      threads: 1,
    });
  });
  after(async () => {
    await trainer.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function refusalOf(settings: ModelSettings, sessionId: string): Promise<VasgError | null> {
    const { client } = trainer;
    const options = { ...tinyModelOf(settings.model, client, sessionId), ...settings };
    try {
      await client.createSession(sessionRequest(options));
      await client.deleteSession(sessionId);
      return null;
    } catch (error) {
      if (error instanceof VasgError) return error;
      throw error;
    }
  }

  for (const model of ['vasg', 'vbpr', 'ibr'] as const) {
    it(`of ${model} are within those of the trainer`, async () => {
      for (const [name, definition] of Object.entries<Definition>(MODELS[model].definitions)) {
        if (!isNumber(definition)) continue;
        for (const [i, value] of endsOf(definition).entries()) {
          const { hyperparameters } = TINY_SETTINGS[model];
          const settings = { model, hyperparameters: { ...hyperparameters, [name]: value } };
          const sessionId = `${model}-${name.toLowerCase()}-${i}`;
          const refusal = await refusalOf(settings as ModelSettings, sessionId);
          expect(refusal?.code ?? '', `${name} ${value}: ${refusal?.message}`).not.to.be.oneOf(
            RANGE_REFUSALS,
          );
        }
      }
    });
  }

  it('are enforced by the trainer too, which names the field', async () => {
    for (const [model, name, value, field] of [
      ['vasg', 'embeddingDim', 4097, 'embedding_dim'],
      ['vbpr', 'visualDim', 5000, 'visual_dim'],
      ['ibr', 'learningRate', 0, 'learning_rate'],
    ] as const) {
      const { hyperparameters } = TINY_SETTINGS[model];
      const settings = { model, hyperparameters: { ...hyperparameters, [name]: value } };
      const refusal = await refusalOf(settings as ModelSettings, 'out');
      expect(refusal?.code).to.equal('FIELD_OUT_OF_RANGE');
      expect(refusal?.message).to.include(field);
    }
  });
});
