import { Flags } from '@oclif/core';
import { describeRange, parseValue, type Definition } from './definition.js';
import { ALL_DEFINITIONS } from './models.js';
import { flagName } from './names.js';
import { PRESETS } from './presets.js';

const HELP_GROUP = 'HYPER-PARAMETERS';

function helpText(definition: Definition): string {
  const paper = definition.paper === undefined ? '' : ` Paper: section ${definition.paper}.`;
  return `${definition.summary}${paper}`;
}

/** `Preset values: vasg 0.003, paper 0.001; bpr 0.01.` */
function presetValues(name: string): string {
  const values = Object.entries(PRESETS).flatMap(([model, presets]) => {
    const present = Object.entries(presets).filter(([, knobs]) => name in knobs);
    const shown = present.map(([preset, knobs]) => {
      const value = String((knobs as unknown as Record<string, unknown>)[name]);
      return preset === 'default' ? value : `${preset} ${value}`;
    });
    return shown.length === 0 ? [] : [`${model} ${shown.join(', ')}`];
  });
  return `Preset values: ${values.join('; ')}.`;
}

function flagFor(name: string, definition: Definition) {
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
  Object.entries(ALL_DEFINITIONS).map(([name, definition]) => [
    flagName(name),
    flagFor(name, definition),
  ]),
);
