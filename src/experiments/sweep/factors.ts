import { describeRange, parseValue, type Definition } from '../../config/definition.js';
import { MODELS, type ModelName } from '../../config/models.js';
import { flagName } from '../../config/names.js';
import { UsageError } from '../../errors.js';

/** A hyper-parameter of a sweep and its values, in the order given. */
export interface Factor {
  /** In camelCase, as in `--config`. */
  name: string;
  values: readonly unknown[];
}

/**
 * Reads `windowSize=3,5,7` or `window-size=3,5,7`. Lists of layer widths are separated by semicolons:
 * `encoderHidden=256;512,256`. Throws UsageError for names that the model lacks, values out of range, and values
 * or names given twice.
 */
export function parseFactors(texts: readonly string[], model: ModelName): Factor[] {
  const factors = texts.map((text) => parseFactor(text, model));
  const repeated = repeatedOf(factors.map(({ name }) => name));
  if (repeated === undefined) return factors;
  throw new UsageError(`--set names ${repeated} twice.`, {
    suggestions: [`Give all of its values at once: --set ${repeated}=A,B.`],
  });
}

function parseFactor(text: string, model: ModelName): Factor {
  const [, given = '', list = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (given === '') {
    throw new UsageError(`--set "${text}" is not of the form name=value,value.`, {
      suggestions: ['For example --set windowSize=3,5,7,9.'],
    });
  }
  const [name, definition] = find(given, model);
  const source = `--set ${name}`;
  const values = split(list, definition).map((value) => parseValue(definition, value, source));
  const repeated = repeatedOf(values.map((value) => JSON.stringify(value)));
  if (repeated === undefined) return { name, values };
  throw new UsageError(`${source} has ${repeated} twice.`, {
    suggestions: ['Repeat a setting with other seeds: --seeds 1,2.'],
  });
}

function find(given: string, model: ModelName): [name: string, definition: Definition] {
  const definitions = Object.entries<Definition>(MODELS[model].definitions);
  const found = definitions.find(([name]) => name === given || flagName(name) === given);
  if (found !== undefined) return found;
  throw new UsageError(`--set: "${given}" is no hyper-parameter of --model ${model}.`, {
    suggestions: [`It has: ${definitions.map(([name]) => name).join(', ')}.`],
  });
}

function split(list: string, definition: Definition): string[] {
  const values = list.split(definition.kind === 'widths' ? ';' : ',').map((value) => value.trim());
  if (definition.kind === 'widths' || !values.includes('')) return values;
  throw new UsageError(`--set has an empty value in "${list}".`, {
    suggestions: [`Use ${describeRange(definition)}.`],
  });
}

function repeatedOf(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}
