import { isDeepStrictEqual } from 'node:util';
import { MODELS, MODEL_NAMES, type ModelName } from '../../config/models.js';
import { PRESETS, type PresetName } from '../../config/presets.js';
import { presetOf } from '../../config/resolve.js';
import { checkValue, type Definition } from '../../config/definition.js';
import { readConfigFile } from '../../config/config-file.js';
import { InputDataError } from '../../errors.js';
import type { Settings } from '../sweep/grid.js';
import { presetTitle, type Overrides } from './contestants.js';

/**
 * Reads `{"vasg": {"maxSteps": 100}, "vasg-paper": {...}}`: hyper-parameters that replace those of every preset of a
 * model, or of one preset, which counts more. Throws MissingArtifactError, InputDataError or UsageError naming the
 * file and the key.
 */
export async function readOverrides(file: string): Promise<Overrides> {
  return parseOverrides(await readConfigFile(file), file);
}

/** The same from what `file` holds. What a preset has anyway is no change of it. */
export function parseOverrides(value: unknown, file: string): Overrides {
  const given = new Map(
    Object.entries(objectOf(value, file)).map(([name, settings]) => {
      const model = MODEL_OF.get(name);
      if (model === undefined) throw unknownName(file, name, [...MODEL_OF.keys()]);
      const where = `${file}: ${name}`;
      return [name, checkSettings(objectOf(settings, where), model, where)];
    }),
  );
  const changes = EVERY_PRESET.map(({ model, preset, title }) => {
    const wanted = { ...given.get(model), ...given.get(title) };
    const present = presetOf(model, preset) as Settings;
    const changed = Object.entries(wanted).filter(
      ([name, setting]) => !isDeepStrictEqual(setting, present[name]),
    );
    return [title, Object.fromEntries(changed)] as const;
  });
  return Object.fromEntries(changes.filter(([, settings]) => Object.keys(settings).length > 0));
}

const EVERY_PRESET = MODEL_NAMES.flatMap((model) =>
  (Object.keys(PRESETS[model]) as PresetName[]).map((preset) => {
    return { model, preset, title: presetTitle(model, preset) };
  }),
);

/** Every name that a file may have. */
const MODEL_OF: ReadonlyMap<string, ModelName> = new Map([
  ...MODEL_NAMES.map((model) => [model, model] as const),
  ...EVERY_PRESET.map(({ model, title }) => [title, model] as const),
]);

function checkSettings(settings: Settings, model: ModelName, where: string): Settings {
  const definitions = new Map(Object.entries<Definition>(MODELS[model].definitions));
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const definition = definitions.get(name);
      if (definition === undefined) throw unknownName(where, name, [...definitions.keys()]);
      return [name, checkValue(definition, value, `${where}.${name}`)];
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

function unknownName(where: string, name: string, known: readonly string[]): InputDataError {
  return new InputDataError(`${where}: "${name}" is unknown.`, {
    suggestions: [`Known names: ${known.join(', ')}.`],
  });
}
