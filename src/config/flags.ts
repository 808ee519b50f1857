import { Flags } from '@oclif/core';
import { describeRange, parseValue, type Definition } from './definition.js';
import {
  HYPERPARAMETERS,
  HYPERPARAMETER_NAMES,
  flagName,
  type HyperparameterName,
} from './hyperparameters.js';
import { PRESETS, PRESET_NAMES } from './presets.js';

const HELP_GROUP = 'HYPER-PARAMETERS';

function helpText(definition: Definition): string {
  const paper = definition.paper === undefined ? '' : ` Paper: section ${definition.paper}.`;
  return `${definition.summary}${paper}`;
}

/** `Default 0.003, in paper 0.001.` */
function presetValues(name: HyperparameterName): string {
  const values = PRESET_NAMES.map((preset) => {
    const value = String(PRESETS[preset][name]);
    return preset === 'default' ? `default ${value}` : `in ${preset} ${value}`;
  });
  return `Preset values: ${values.join(', ')}.`;
}

function flagFor(name: HyperparameterName) {
  const definition: Definition = HYPERPARAMETERS[name];
  if (definition.kind === 'boolean') {
    return Flags.boolean({
      summary: helpText(definition),
      description: presetValues(name),
      helpGroup: HELP_GROUP,
      allowNo: true,
    });
  }
  return Flags.custom<unknown>({
    summary: helpText(definition),
    description: `Must be ${describeRange(definition)}. ${presetValues(name)}`,
    helpGroup: HELP_GROUP,
    helpValue:
      definition.kind === 'widths'
        ? 'N,N'
        : definition.kind === 'choice'
          ? definition.choices.join('|')
          : 'N',
    parse: async (text) => parseValue(definition, text, `--${flagName(name)}`),
  })();
}

/** One flag for each hyper-parameter; none has a default, because presets decide. */
export const hyperparameterFlags = Object.fromEntries(
  HYPERPARAMETER_NAMES.map((name) => [flagName(name), flagFor(name)]),
);
