import { Flags } from '@oclif/core';
import { describeRange, parseValue, type Definition } from './definition.js';
import {
  HYPERPARAMETERS,
  HYPERPARAMETER_NAMES,
  flagName,
  type HyperparameterName,
} from './hyperparameters.js';

const HELP_GROUP = 'HYPER-PARAMETERS';

function helpText(definition: Definition): string {
  const paper = definition.paper === undefined ? '' : ` Paper: section ${definition.paper}.`;
  return `${definition.summary}${paper}`;
}

function flagFor(name: HyperparameterName) {
  const definition: Definition = HYPERPARAMETERS[name];
  if (definition.kind === 'boolean') {
    return Flags.boolean({ summary: helpText(definition), helpGroup: HELP_GROUP, allowNo: true });
  }
  return Flags.custom<unknown>({
    summary: helpText(definition),
    description: `Must be ${describeRange(definition)}.`,
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
