import { readFile } from 'node:fs/promises';
import { InputDataError, MissingArtifactError, UsageError } from '../errors.js';
import { checkValue, parseValue } from './definition.js';
import {
  HYPERPARAMETERS,
  HYPERPARAMETER_NAMES,
  environmentName,
  flagName,
  type HyperparameterName,
  type Hyperparameters,
} from './hyperparameters.js';
import { PRESETS, type PresetName } from './presets.js';

export interface ConfigSources {
  preset: PresetName;
  /** JSON file with any of the hyper-parameters, names in camelCase. */
  file?: string | undefined;
  /** Usually `process.env`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Parsed flags by flag name; those not given are undefined. */
  flags?: Readonly<Record<string, unknown>>;
}

type Overrides = Partial<Record<HyperparameterName, unknown>>;

/** Preset < file < environment < flags. Throws UsageError naming the source of a bad value. */
export async function resolveHyperparameters(sources: ConfigSources): Promise<Hyperparameters> {
  const resolved = {
    ...PRESETS[sources.preset],
    ...(sources.file === undefined ? {} : await fromFile(sources.file)),
    ...fromEnvironment(sources.environment ?? {}),
    ...fromFlags(sources.flags ?? {}),
  } as Hyperparameters;
  checkTogether(resolved);
  return resolved;
}

async function fromFile(path: string): Promise<Overrides> {
  const values = parseObject(await readConfigFile(path), path);
  const overrides: Overrides = {};
  for (const [name, value] of Object.entries(values)) {
    if (!Object.hasOwn(HYPERPARAMETERS, name)) {
      throw new InputDataError(`${path}: "${name}" is no hyper-parameter.`, {
        suggestions: [`Known names: ${HYPERPARAMETER_NAMES.join(', ')}.`],
      });
    }
    const known = name as HyperparameterName;
    overrides[known] = checkValue(HYPERPARAMETERS[known], value, `${path}: ${name}`);
  }
  return overrides;
}

async function readConfigFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new MissingArtifactError(`Cannot read the configuration file ${path}.`, { cause: error });
  }
}

function parseObject(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputDataError(`${path} is not valid JSON: ${(error as Error).message}.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new InputDataError(`${path} must hold one JSON object with hyper-parameters.`);
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Overrides {
  const overrides: Overrides = {};
  for (const name of HYPERPARAMETER_NAMES) {
    const text = environment[environmentName(name)];
    if (text === undefined) continue;
    overrides[name] = parseValue(HYPERPARAMETERS[name], text, environmentName(name));
  }
  return overrides;
}

function fromFlags(flags: Readonly<Record<string, unknown>>): Overrides {
  const overrides: Overrides = {};
  for (const name of HYPERPARAMETER_NAMES) {
    const value = flags[flagName(name)];
    if (value !== undefined) overrides[name] = value;
  }
  return overrides;
}

/** Combinations that each knob alone cannot rule out. */
function checkTogether(config: Hyperparameters): void {
  if (config.productVector === 'table') {
    if (config.encoderEpochs === 0) {
      throw new UsageError('--product-vector table needs --encoder-epochs above 0.', {
        suggestions: ['Without the encoder stage there are no vectors for cold products.'],
      });
    }
    if (!config.useDecoder && config.encoderCosineWeight === 0) {
      throw new UsageError('--no-use-decoder leaves the encoder stage nothing to learn from.', {
        suggestions: ['Set --encoder-cosine-weight above 0.'],
      });
    }
  }
  if (config.productVector === 'content-plus-id' && config.encoderEpochs > 0) {
    throw new UsageError('--product-vector content-plus-id needs --encoder-epochs 0.', {
      suggestions: [
        'It trains the encoder in the skip-gram stage; a second stage would undo that.',
      ],
    });
  }
  if (config.windowSize > 2 * config.walkLength - 1) {
    throw new UsageError(
      `--window-size ${config.windowSize} reaches past both ends of every walk of ${config.walkLength} nodes.`,
      { suggestions: ['Use a smaller --window-size or a larger --walk-length.'] },
    );
  }
}
