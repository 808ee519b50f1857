import { standardizationOf, standardizedTable, type Standardization } from '../standardize.js';
import type { Scorer } from './scorer.js';
import { wboiBaseline, type WboiOptions } from './wboi.js';

/**
 * WBOI with features as differences from the mean warm product. Features that are never negative point into one
 * corner, where the cosine of any two products is near 1: what tells products apart is how they differ from the mean.
 */
export async function wboiCentredBaseline(options: WboiOptions): Promise<Scorer> {
  const { mean, factor } = await overWarmProducts(options);
  return wboiOf(options, { mean, factor: factor.map(() => 1) });
}

/**
 * The same with each of these differences in standard deviations over the warm products, so that no dimension weighs
 * more than another because its numbers are larger; one that is the same for all of them is left out.
 */
export async function wboiStandardizedBaseline(options: WboiOptions): Promise<Scorer> {
  return wboiOf(options, await overWarmProducts(options));
}

function overWarmProducts({ features, train }: WboiOptions): Promise<Standardization> {
  const isWarm = new Uint8Array(features.rows);
  for (const product of train.productIndex) isWarm[product] = 1;
  return standardizationOf(features, isWarm);
}

function wboiOf(options: WboiOptions, standardization: Standardization): Scorer {
  const features = standardizedTable(options.features, standardization);
  return wboiBaseline({ ...options, features });
}
