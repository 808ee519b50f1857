import type { Database } from '../../catalog/database.js';
import { InputDataError } from '../../errors.js';
import type { FeatureSource } from '../../sources/feature-source.js';
import { LARGEST } from './vector-packer.js';

/** Names the product, the place in the file and the value of a vector that nobody could train on. */
export async function unusableFeature(
  database: Database,
  source: FeatureSource,
  row: number,
  vector: Float32Array,
): Promise<InputDataError> {
  const dimension = vector.findIndex((value) => !(Math.abs(value) <= LARGEST));
  const value = vector[dimension]!;
  const named = await database.row<{ id: string }>(
    'SELECT product_id AS id FROM feature_rows WHERE position = $row',
    { row },
  );
  const what = `${source.path}, ${source.locate(row)}: the feature of product "${named?.id}" is ${value} in dimension ${dimension}`;
  if (Number.isFinite(value)) {
    return new InputDataError(`${what}; at most 1e15 can be trained on.`, {
      code: 'FEATURE_TOO_LARGE',
      suggestions: ['Scale the features down, or leave the product out.'],
    });
  }
  return new InputDataError(`${what}.`, {
    code: 'FEATURE_NOT_FINITE',
    suggestions: ['Extract the feature of this product again, or leave the product out.'],
  });
}
