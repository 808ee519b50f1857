import { InputDataError, UsageError } from '../errors.js';

/** What is common to all knobs. */
interface Described {
  /** One line: what it does. */
  readonly summary: string;
  /**
   * The section of the paper that gives it a value: `3.2`. Where one only names it, `3.1, no value`; where
   * `--preset paper` does not take what it says, `3.2, read otherwise` (docs/decisions.md says why). Absent where the
   * paper does not speak of it.
   */
  readonly paper?: string;
}

interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Whether `min` itself is allowed. */
  readonly minExclusive?: boolean;
}

export interface IntegerDefinition extends Described, NumberRange {
  readonly kind: 'integer';
  readonly odd?: boolean;
}
export interface RealDefinition extends Described, NumberRange {
  readonly kind: 'real';
}
export interface BooleanDefinition extends Described {
  readonly kind: 'boolean';
}
export interface ChoiceDefinition<T extends string = string> extends Described {
  readonly kind: 'choice';
  readonly choices: readonly T[];
}
/** A short list of layer widths, written `256,512`; empty means no hidden layer. */
export interface WidthsDefinition extends Described {
  readonly kind: 'widths';
}

export type Definition =
  IntegerDefinition | RealDefinition | BooleanDefinition | ChoiceDefinition | WidthsDefinition;

/** The TypeScript type of the values that a definition admits. */
export type ValueOf<D extends Definition> =
  D extends ChoiceDefinition<infer T>
    ? T
    : D extends { kind: 'integer' | 'real' }
      ? number
      : D extends BooleanDefinition
        ? boolean
        : readonly number[];

const MAX_WIDTH = 65_536;
const MAX_LAYERS = 8;

/** Reads text from a flag, the environment or a file. `source` names it in the error. */
export function parseValue(definition: Definition, text: string, source: string): unknown {
  switch (definition.kind) {
    case 'integer':
    case 'real':
      return checkNumber(definition, text.trim() === '' ? NaN : Number(text), source);
    case 'boolean':
      return checkBoolean(text, source);
    case 'choice':
      return checkChoice(definition, text, source);
    case 'widths':
      return checkWidths(text.trim() === '' ? [] : text.split(',').map(Number), source);
  }
}

/**
 * Checks a value of a JSON file, which has a type already. Throws InputDataError, since it is the file that has to
 * be mended.
 */
export function checkValue(definition: Definition, value: unknown, source: string): unknown {
  try {
    return checkTyped(definition, value, source);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { message, code, suggestions } = error;
    throw new InputDataError(message, { code, suggestions: [...suggestions] });
  }
}

function checkTyped(definition: Definition, value: unknown, source: string): unknown {
  const { kind } = definition;
  if (kind === 'choice' && typeof value === 'string') return checkChoice(definition, value, source);
  if (kind === 'widths' && Array.isArray(value)) return checkWidths(value, source);
  if (kind === 'boolean' && typeof value === 'boolean') return value;
  if ((kind === 'integer' || kind === 'real') && typeof value === 'number') {
    return checkNumber(definition, value, source);
  }
  throw new UsageError(`${source} has a value of the wrong type: ${JSON.stringify(value)}.`, {
    suggestions: [`Use ${kind === 'widths' ? 'a list: ' : ''}${describeRange(definition)}.`],
  });
}

/** `an odd integer from 3 to 63`: what a definition admits, for help and errors. */
export function describeRange(definition: Definition): string {
  switch (definition.kind) {
    case 'integer':
      return `an ${definition.odd === true ? 'odd ' : ''}integer from ${definition.min} to ${definition.max}`;
    case 'real':
      return `a number ${definition.minExclusive === true ? 'above' : 'from'} ${definition.min} ${
        definition.minExclusive === true ? 'and at most' : 'to'
      } ${definition.max}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${definition.choices.join(', ')}`;
    case 'widths':
      return `at most ${MAX_LAYERS} layer widths from 1 to ${MAX_WIDTH}, separated by commas`;
  }
}

function checkNumber(
  definition: IntegerDefinition | RealDefinition,
  value: number,
  source: string,
): number {
  const tooSmall =
    'minExclusive' in definition && definition.minExclusive === true
      ? value <= definition.min
      : value < definition.min;
  const wrongKind = definition.kind === 'integer' && !Number.isInteger(value);
  const even = definition.kind === 'integer' && definition.odd === true && value % 2 === 0;
  if (!Number.isFinite(value) || tooSmall || value > definition.max || wrongKind || even) {
    throw new UsageError(`${source} must be ${describeRange(definition)}.`, {
      code: 'HYPERPARAMETER_RANGE',
      suggestions: [definition.summary],
    });
  }
  return value;
}

function checkBoolean(text: string, source: string): boolean {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new UsageError(`${source} must be true or false, not "${text}".`);
}

function checkChoice(definition: ChoiceDefinition, text: string, source: string): string {
  if (definition.choices.includes(text)) return text;
  throw new UsageError(`${source} must be ${describeRange(definition)}, not "${text}".`);
}

function checkWidths(values: readonly unknown[], source: string): readonly number[] {
  const valid = values.every(
    (width) => Number.isInteger(width) && (width as number) >= 1 && (width as number) <= MAX_WIDTH,
  );
  if (valid && values.length <= MAX_LAYERS) return values as number[];
  throw new UsageError(`${source} must be ${describeRange({ kind: 'widths', summary: '' })}.`);
}
