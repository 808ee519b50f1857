import { isDeepStrictEqual } from 'node:util';
import { InputDataError, UsageError } from '../errors.js';
import { checkTogether } from './combinations.js';
import { readConfigFile } from './config-file.js';
import { checkValue, parseValue, type Definition } from './definition.js';
import { ALL_DEFINITIONS, MODELS, type ModelName, type ModelSettings } from './models.js';
import { environmentName, flagName } from './names.js';
import { PRESETS, type PresetName } from './presets.js';
import { unreadKnobs } from './unread.js';

export interface ConfigSources {
  model: ModelName;
  preset: PresetName;
  /** JSON file with any of the model's hyper-parameters, names in camelCase. */
  file?: string | undefined;
  /** Usually `process.env`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Parsed flags by flag name; those not given are undefined. */
  flags?: Readonly<Record<string, unknown>>;
  /** Told of each value that is not the preset's and that nothing reads, as the others stand. */
  warn?: (message: string) => void;
}

type Overrides = Record<string, unknown>;

/** Values from one place, and how a person wrote them there. */
interface Layer {
  values: Overrides;
  written: (name: string) => string;
}

/** Preset < file < environment < flags. Throws UsageError naming the source of a bad value. */
export async function resolveSettings(sources: ConfigSources): Promise<ModelSettings> {
  const { model, preset } = sources;
  const layers = await layersOf(sources);
  const values = layers.map((layer) => layer.values);
  const hyperparameters = Object.assign({}, presetOf(model, preset), ...values) as unknown;
  const settings = { model, hyperparameters } as ModelSettings;
  checkTogether(settings);
  warnOfUnread(settings, layers, sources);
  return settings;
}

/** What counts least comes first. */
async function layersOf({ model, file, environment, flags = {} }: ConfigSources): Promise<Layer[]> {
  return [
    {
      values: file === undefined ? {} : await fromFile(file, model),
      written: (name) => `${file}: ${name}`,
    },
    { values: fromEnvironment(environment ?? {}, model), written: environmentName },
    {
      values: fromFlags(flags, model),
      written: (name) => writtenFlag(name, flags[flagName(name)]),
    },
  ];
}

function warnOfUnread(
  settings: ModelSettings,
  layers: readonly Layer[],
  { preset, warn }: ConfigSources,
): void {
  const before = presetOf(settings.model, preset) as unknown as Overrides;
  const after = settings.hyperparameters as unknown as Overrides;
  for (const [name, need] of unreadKnobs(settings)) {
    if (isDeepStrictEqual(after[name], before[name])) continue;
    const source = layers.findLast(({ values }) => name in values);
    if (source !== undefined) {
      warn?.(`${source.written(name)} changes nothing here: it needs ${need}.`);
    }
  }
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
      throw new UsageError(
        `${writtenFlag(name, value)} is no hyper-parameter of --model ${model}.`,
        {
          suggestions: [`It has: ${[...definitions.keys()].map(flagName).join(', ')}.`],
        },
      );
    }
    overrides[name] = value;
  }
  return overrides;
}

function writtenFlag(name: string, value: unknown): string {
  return value === false ? `--no-${flagName(name)}` : `--${flagName(name)}`;
}

function definitionsOf(model: ModelName): ReadonlyMap<string, Definition> {
  return new Map(Object.entries<Definition>(MODELS[model].definitions));
}
