import { InputDataError } from '../../errors.js';
import type { RandomStream } from '../../random.js';
import type { ProductPairs } from '../product-pairs.js';

/**
 * Pairs of two different ones of `products`, each drawn by itself and uniformly, so a pair may come again.
 *
 * @throws InputDataError when there are fewer than two.
 */
export function randomPairs(
  products: Uint32Array,
  count: number,
  random: RandomStream,
): ProductPairs {
  if (products.length < 2) {
    throw new InputDataError('A distribution of similarities needs two products.', {
      code: 'TOO_FEW_PRODUCTS',
    });
  }
  const first = new Uint32Array(count);
  const second = new Uint32Array(count);
  for (let pair = 0; pair < count; pair++) {
    const a = random.below(products.length);
    const b = (a + 1 + random.below(products.length - 1)) % products.length;
    first[pair] = products[a]!;
    second[pair] = products[b]!;
  }
  return { first, second };
}
