import { MODELS, MODEL_NAMES, type ModelName } from '../../config/models.js';
import { checkValue, type Definition } from '../../config/definition.js';
import { readConfigFile } from '../../config/config-file.js';
import { InputDataError } from '../../errors.js';
import type { Settings } from '../sweep/grid.js';
import type { Overrides } from './contestants.js';

/**
 * Reads `{"vasg": {"maxSteps": 100}, "bpr": {...}}`: hyper-parameters that replace those of the presets of a model.
 * Throws MissingArtifactError, InputDataError or UsageError naming the file and the key.
 */
export async function readOverrides(file: string): Promise<Overrides> {
  const models = objectOf(await readConfigFile(file), file);
  return Object.fromEntries(
    Object.entries(models).map(([model, settings]) => {
      if (!isModel(model)) throw unknownName(file, model, MODEL_NAMES);
      return [model, checkSettings(objectOf(settings, `${file}: ${model}`), model, file)];
    }),
  );
}

function checkSettings(settings: Settings, model: ModelName, file: string): Settings {
  const definitions = new Map(Object.entries<Definition>(MODELS[model].definitions));
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const definition = definitions.get(name);
      if (definition === undefined) throw unknownName(file, name, [...definitions.keys()]);
      return [name, checkValue(definition, value, `${file}: ${model}.${name}`)];
    }),
  );
}

function objectOf(value: unknown, where: string): Settings {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Settings;
  throw new InputDataError(`${where} must hold one JSON object.`, {
    suggestions: ['For example {"vasg": {"maxSteps": 100}}.'],
  });
}

function unknownName(file: string, name: string, known: readonly string[]): InputDataError {
  return new InputDataError(`${file}: "${name}" is unknown.`, {
    suggestions: [`Known names: ${known.join(', ')}.`],
  });
}

function isModel(name: string): name is ModelName {
  return (MODEL_NAMES as readonly string[]).includes(name);
}
