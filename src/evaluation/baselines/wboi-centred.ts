import { standardizationOf, standardizedTable } from '../standardize.js';
import type { Scorer } from './scorer.js';
import { wboiBaseline, type WboiOptions } from './wboi.js';

/**
 * WBOI with every feature at mean 0 and variance 1 over the warm products; one that is the same for all of
 * them is left out. Features that are never negative point into one corner, where the cosine of any two
 * products is near 1: what tells products apart is how they differ from the mean product.
 */
export async function wboiCentredBaseline(options: WboiOptions): Promise<Scorer> {
  const { features, train } = options;
  const isWarm = new Uint8Array(features.rows);
  for (const product of train.productIndex) isWarm[product] = 1;
  const standardization = await standardizationOf(features, isWarm);
  return wboiBaseline({ ...options, features: standardizedTable(features, standardization) });
}
