import { InputDataError } from '../errors.js';
import { LiteralError } from './literal-cursor.js';
import { parseLiteral, type Literal } from './python-literal.js';
import { textLines } from './text-lines.js';

/** A product of a metadata file and the categories that it is in. */
export interface ProductLabels {
  id: string;
  /** Labels of `categories`, whatever their depth. */
  labels: ReadonlySet<string>;
}

/**
 * Reads `meta_<Category>.json.gz` of the 2014 Amazon release, packed or not: a line is a Python dict literal
 * or a JSON object with `asin` and, usually, `categories` (lists of labels from the widest to the narrowest).
 * Throws InputDataError naming the line that is neither.
 */
export async function* readProductLabels(path: string): AsyncGenerator<ProductLabels[]> {
  for await (const { first, lines } of textLines(path)) {
    yield lines.flatMap((line, i) =>
      line.trim() === '' ? [] : [parseRecord(line, { path, number: first + i })],
    );
  }
}

interface Place {
  path: string;
  number: number;
}

function parseRecord(line: string, place: Place): ProductLabels {
  const record = parseLine(line, place);
  if (!(record instanceof Map)) throw fault(place, 'it is no object in braces');
  const entries = record as ReadonlyMap<string, Literal>;
  const id = entries.get('asin');
  if (typeof id !== 'string' || id === '') throw fault(place, 'it has no "asin"');
  const categories = entries.get('categories') ?? [];
  if (!Array.isArray(categories)) throw fault(place, 'its "categories" are no list');
  const labels = new Set<string>();
  collectLabels(categories as Literal[], labels);
  return { id, labels };
}

function parseLine(line: string, place: Place): Literal {
  try {
    return parseLiteral(line);
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
    throw fault(place, `${error.message} (character ${error.at + 1})`, error);
  }
}

function collectLabels(value: Literal, labels: Set<string>): void {
  if (typeof value === 'string') labels.add(value);
  else if (Array.isArray(value)) for (const part of value as Literal[]) collectLabels(part, labels);
}

function fault({ path, number }: Place, what: string, cause?: unknown): InputDataError {
  return new InputDataError(`${path}, line ${number}: ${what}.`, {
    code: 'METADATA_FORMAT',
    cause,
    suggestions: [
      "Every line must hold one Python dict or JSON object, e.g. {'asin': 'B00', 'categories': [['Women']]}.",
    ],
  });
}
