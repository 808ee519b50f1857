import { InputDataError, UsageError } from '../errors.js';
import { checkTogether } from './combinations.js';
import { readConfigFile } from './config-file.js';
import { checkValue, parseValue, type Definition } from './definition.js';
import { ALL_DEFINITIONS, MODELS, type ModelName, type ModelSettings } from './models.js';
import { environmentName, flagName } from './names.js';
import { PRESETS, type PresetName } from './presets.js';

export interface ConfigSources {
  model: ModelName;
  preset: PresetName;
  /** JSON file with any of the model's hyper-parameters, names in camelCase. */
  file?: string | undefined;
  /** Usually `process.env`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Parsed flags by flag name; those not given are undefined. */
  flags?: Readonly<Record<string, unknown>>;
}

type Overrides = Record<string, unknown>;

/** Preset < file < environment < flags. Throws UsageError naming the source of a bad value. */
export async function resolveSettings(sources: ConfigSources): Promise<ModelSettings> {
  const { model, file } = sources;
  const settings = {
    model,
    hyperparameters: {
      ...presetOf(model, sources.preset),
      ...(file === undefined ? {} : await fromFile(file, model)),
      ...fromEnvironment(sources.environment ?? {}, model),
      ...fromFlags(sources.flags ?? {}, model),
    },
  } as ModelSettings;
  checkTogether(settings);
  return settings;
}

/** All knobs of a model as a preset has them. Throws UsageError when the model has no such preset. */
export function presetOf(model: ModelName, preset: PresetName): ModelSettings['hyperparameters'] {
  const presets: Partial<Record<PresetName, ModelSettings['hyperparameters']>> = PRESETS[model];
  const values = presets[preset];
  if (values !== undefined) return values;
  throw new UsageError(`--model ${model} has no preset "${preset}".`, {
    suggestions: [`Use --preset ${Object.keys(presets).join(' or --preset ')}.`],
  });
}

async function fromFile(path: string, model: ModelName): Promise<Overrides> {
  const values = asObject(await readConfigFile(path), path);
  const definitions = definitionsOf(model);
  const overrides: Overrides = {};
  for (const [name, value] of Object.entries(values)) {
    const definition = definitions.get(name);
    if (definition === undefined) {
      throw new InputDataError(`${path}: "${name}" is no hyper-parameter of model ${model}.`, {
        suggestions: [`Known names: ${[...definitions.keys()].join(', ')}.`],
      });
    }
    overrides[name] = checkValue(definition, value, `${path}: ${name}`);
  }
  return overrides;
}

function asObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new InputDataError(`${path} must hold one JSON object with hyper-parameters.`);
}

/** Variables of knobs that the model lacks are meant for other models. */
function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  model: ModelName,
): Overrides {
  const overrides: Overrides = {};
  for (const [name, definition] of definitionsOf(model)) {
    const text = environment[environmentName(name)];
    if (text !== undefined) overrides[name] = parseValue(definition, text, environmentName(name));
  }
  return overrides;
}

function fromFlags(flags: Readonly<Record<string, unknown>>, model: ModelName): Overrides {
  const definitions = definitionsOf(model);
  const overrides: Overrides = {};
  for (const name of Object.keys(ALL_DEFINITIONS)) {
    const value = flags[flagName(name)];
    if (value === undefined) continue;
    if (!definitions.has(name)) {
      const written = value === false ? `no-${flagName(name)}` : flagName(name);
      throw new UsageError(`--${written} is no hyper-parameter of --model ${model}.`, {
        suggestions: [`It has: ${[...definitions.keys()].map(flagName).join(', ')}.`],
      });
    }
    overrides[name] = value;
  }
  return overrides;
}

function definitionsOf(model: ModelName): ReadonlyMap<string, Definition> {
  return new Map(Object.entries<Definition>(MODELS[model].definitions));
}
